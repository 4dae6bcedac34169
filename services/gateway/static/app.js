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
import { startDrafts } from "./drafts.js";

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
  // Going back brings in a whole body, which does not know yet what boot.js said about the browser.
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  // A part of the page that htmx brings in may hold components that are running already.
  const options = { scope, onError: (error) => error.name !== "InitError" && console.error(error) };
  components.forEach((component) => createAll(component, undefined, options));
}

start(document);
startDrafts();
// Notes of an intervision stay in this window, and no longer than somebody is signed in.
document
  .querySelector("form[action='/sign-out']")
  ?.addEventListener("submit", (event) => event.defaultPrevented || sessionStorage.clear());
document.addEventListener("htmx:after:swap", () => start(document));

// Where htmx asked for a part and gets an error page, or was sent on to another page, the browser shows that instead.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (!response.ok || response.redirected) {
    event.preventDefault();
    location.assign(response.url);
  }
});
