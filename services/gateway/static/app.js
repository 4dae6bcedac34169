import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "./vendor/govuk/govuk.js";

// The error summary comes last: where a page has both, it takes the focus from a notification.
const components = [
  Button,
  CharacterCount,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  ErrorSummary,
];

function start(scope) {
  // A part of the page that htmx brings in may hold components that are running already.
  const options = { scope, onError: (error) => error.name !== "InitError" && console.error(error) };
  components.forEach((component) => createAll(component, undefined, options));
}

start(document);
document.addEventListener("htmx:after:swap", () => start(document));

// Where htmx asked for a part and gets an error page, or was sent on to another page, the browser shows that instead.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (!response.ok || response.redirected) {
    event.preventDefault();
    location.assign(response.url);
  }
});
