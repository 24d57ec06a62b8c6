// Messages, emails and notifications: the same life under three names.

export const KINDS = [
  { name: "messages", title: "Messages", one: "message", path: "/v1/Messages", list: "messages", id: "messageId", prefix: "comms_message_" },
  { name: "emails", title: "Emails", one: "email", path: "/v1/Emails", list: "emails", id: "emailId", prefix: "comms_email_" },
  { name: "notifications", title: "Notifications", one: "notification", path: "/v1/PushNotifications", list: "pushNotifications", id: "pushNotificationId", prefix: "comms_pushnotification_" },
];

export const kindNamed = name => KINDS.find(kind => kind.name === name) ?? KINDS[0];
export const kindOf = id => KINDS.find(kind => id.startsWith(kind.prefix)) ?? KINDS[0];
export const choices = KINDS.map(kind => [kind.name, kind.title]);
