"""The sign-ins of the demonstration. Everybody can read these passwords, so no other instance takes them."""

from shared.access import COORDINATOR, EDITOR, EXPERT, MEDIATOR, OPERATOR, SUPPORT, TRAINER

PASSWORDS = {
    COORDINATOR: "demo-coordinator-1234",
    TRAINER: "demo-trainer-1234",
    EXPERT: "demo-expert-1234",
    SUPPORT: "demo-support-1234",
    MEDIATOR: "demo-mediator-1234",
    EDITOR: "demo-editor-1234",
    OPERATOR: "demo-operator-1234",
}
