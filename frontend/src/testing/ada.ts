import type { MeOut } from "@/api/schema.gen";

/** Somebody who is signed in, in Berlin. */
export const ADA: MeOut = {
  id: "01a2182c-8f81-75ec-b338-a30bd6ba634f",
  email: "ada@example.org",
  name: "Ada",
  role: "user",
  zone: "Europe/Berlin",
  week_start: "MO",
  time_format: "24h",
  all_day_reminder_time: "09:00",
  default_reminders: ["PT0S"],
  all_day_default_reminders: ["PT0S"],
  default_channels: ["email"],
  quiet_hours: null,
  digest_at: null,
  review: null,
  sign_in_methods: {
    has_password: true,
    second_factor: false,
    recovery_codes: 0,
    passkeys: 0,
    identities: 0,
  },
};
