// Generated from docs/openapi.json by tools/client.mjs; do not edit.
export interface paths {
    "/api/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who did what, the newest first, people to their own accounts too
         * @description List who did what, the newest first, people to their own accounts too.
         */
        get: operations["list_everybodys_acts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations, the newest first, and what became of them
         * @description List invitations, the newest first, and what became of them.
         */
        get: operations["list_all_invitations"];
        put?: never;
        /**
         * Invite somebody: by mail, or by a link that is shown once
         * @description Invite somebody: by mail, or by a link that is shown once.
         */
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an invitation that nobody has used
         * @description Revoke an invitation that nobody has used.
         */
        delete: operations["revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the settings of the API process as they are in effect; secrets are not shown
         * @description List the settings of the API process as they are in effect; secrets are not shown.
         */
        get: operations["list_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts, the newest first; never what is in them
         * @description List accounts, the newest first; never what is in them.
         */
        get: operations["list_all_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one account; never what is in it
         * @description Read one account; never what is in it.
         */
        get: operations["get_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable an account: nobody can use it, and nothing is sent, until it is enabled
         * @description Disable an account: nobody can use it, and nothing is sent, until it is enabled.
         */
        post: operations["disable_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable an account again; its owner has to sign in anew
         * @description Enable an account again; its owner has to sign in anew.
         */
        post: operations["enable_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete an account with all that belongs to it, for good
         * @description Delete an account with all that belongs to it, for good.
         */
        post: operations["erase_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the owner of an account a mail to set a new password with
         * @description Send the owner of an account a mail to set a new password with.
         */
        post: operations["send_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/reset-second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn off the second factor of somebody who has lost it; a mail tells them
         * @description Turn off the second factor of somebody who has lost it; a mail tells them.
         */
        post: operations["reset_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what an account may do: their own tasks, the system as well, or accounts, too
         * @description Say what an account may do: their own tasks, the system as well, or accounts, too.
         */
        post: operations["change_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{user_id}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out every device of an account
         * @description Sign out every device of an account.
         */
        post: operations["sign_out_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the account the new address, by the link of the mail that went there
         * @description Give the account the new address, by the link of the mail that went there.
         */
        post: operations["change_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show once more who you are; for ten minutes that allows what is dangerous
         * @description Show once more who you are; for ten minutes that allows what is dangerous.
         *
         *     Where there is a second factor, a code of it, or a recovery code, is needed beside the password.
         */
        post: operations["confirm_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a mail to set a new password with; the answer is the same for every address
         * @description Ask for a mail to set a new password with; the answer is the same for every address.
         */
        post: operations["forget_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey
         * @description Sign in with a passkey. It counts as two factors, so that no code is asked for.
         */
        post: operations["sign_in_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show with a passkey once more who you are; for ten minutes that allows what is dangerous
         * @description Show with a passkey once more who you are; for ten minutes that allows what is dangerous.
         *
         *     What the browser needs for it comes from POST /api/auth/passkey/options.
         */
        post: operations["confirm_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get what the browser needs to sign in with any passkey of this server
         * @description Get what the browser needs to sign in with any passkey of this server.
         */
        post: operations["ask_for_passkey_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers that one can sign in with here
         * @description List the providers that one can sign in with here.
         */
        get: operations["list_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the next tokens of this device: with the last refresh token, or the browser's cookie
         * @description Get the next tokens of this device: with the last refresh token, or the browser's cookie.
         *
         *     Each refresh token is good once, and for half a minute more gives the same next one. Used later
         *     than that, somebody else has it: the device is signed out. A browser without a cookie is told so
         *     without an error, as that is how the first visit of everybody begins.
         */
        post: operations["refresh_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by the link of a mail; every device is signed out
         * @description Set a new password by the link of a mail; every device is signed out.
         *
         *     The device that does it is a known one from then on: no failed sign-ins of others hold it up.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish a sign-in that asks for a second factor: a code of the app, or a recovery code
         * @description Finish a sign-in that asks for a second factor: a code of the app, or a recovery code.
         */
        post: operations["answer_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in on this device: an access token for minutes, and a refresh token for the next one
         * @description Sign in on this device: an access token for minutes, and a refresh token for the next one.
         *
         *     A wrong password and an unknown address get the same answer after the same work, and after many
         *     wrong ones the same wait, except on devices that were signed in before (by a cookie). Where
         *     there is a second factor, the right password is answered with a challenge for it.
         */
        post: operations["create_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign this device out, with its refresh token or the browser's cookie
         * @description Sign this device out, with its refresh token or the browser's cookie.
         */
        post: operations["sign_out_here"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account, and sign in to it or get a mail to confirm the address with
         * @description Make an account, and sign in to it or get a mail to confirm the address with.
         */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show that the address of a new account is yours, and sign in
         * @description Show that the address of a new account is yours, and sign in.
         *
         *     The password that was chosen at sign-up is asked for: a link alone, in somebody else's mail,
         *     opens nothing.
         */
        post: operations["verify_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out up to 50 requests in order; each is a change of its own and has its own answer
         * @description Carry out up to 50 requests in order; each is a change of its own and has its own answer.
         *
         *     They count as so many requests. With an Idempotency-Key they are one transaction, so that all
         *     of them happen once or none; where all are GET, it is not looked at.
         */
        post: operations["run_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what series bring in these days and has no task yet; tasks are in GET /api/tasks
         * @description List what series bring in these days and has no task yet; tasks are in GET /api/tasks.
         */
        get: operations["list_slots_ahead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List channels, and how the last message through each ended
         * @description List channels, and how the last message through each ended.
         */
        get: operations["list_all_channels"];
        put?: never;
        /**
         * Make a channel
         * @description Make a channel. The secret that signs a webhook is shown this once.
         */
        post: operations["create_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one channel
         * @description Read one channel.
         */
        get: operations["get_channel"];
        put?: never;
        post?: never;
        /**
         * Delete a channel; its reminders keep their other channels, or get the account's defaults
         * @description Delete a channel; its reminders keep their other channels, or get the account's defaults.
         */
        delete: operations["delete_channel"];
        options?: never;
        head?: never;
        /**
         * Change fields of a channel, or switch it on or off
         * @description Change fields of a channel, or switch it on or off.
         */
        patch: operations["change_channel"];
        trace?: never;
    };
    "/api/channels/{channel_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret, shown this once; for a day the old one signs, too
         * @description Give a webhook a new secret, shown this once; for a day the old one signs, too.
         */
        post: operations["rotate_channel_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channels/{channel}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message now, through `email` or a channel, and wait 10 s for what comes of it
         * @description Send a test message now, through `email` or a channel, and wait 10 s for what comes of it.
         */
        post: operations["test_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channels/tests/{test_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what came of a test message
         * @description Read what came of a test message.
         */
        get: operations["get_channel_test"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say who would answer, and how many tokens are left today
         * @description Say who would answer, and how many tokens are left today.
         */
        get: operations["get_assistant"];
        put?: never;
        /**
         * Say something to the assistant; it answers, looks up, and changes as a stream of events
         * @description Say something to the assistant; it answers, looks up, and changes as a stream of events.
         */
        post: operations["chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the conversations with the assistant, the one that was used last first
         * @description List the conversations with the assistant, the one that was used last first.
         */
        get: operations["list_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a conversation and what was said in it, oldest first
         * @description Read a conversation and what was said in it, oldest first.
         */
        get: operations["read_conversation"];
        put?: never;
        post?: never;
        /**
         * Delete a conversation with its proposals; what was changed in it stays changed
         * @description Delete a conversation with its proposals; what was changed in it stays changed.
         */
        delete: operations["delete_conversation"];
        options?: never;
        head?: never;
        /**
         * Give a conversation another title
         * @description Give a conversation another title.
         */
        patch: operations["rename_conversation"];
        trace?: never;
    };
    "/api/chat/proposals/{proposal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the assistant proposed, and what became of it
         * @description Read what the assistant proposed, and what became of it.
         */
        get: operations["read_proposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/proposals/{proposal_id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out what the assistant proposed, once; what was changed meanwhile is left alone
         * @description Carry out what the assistant proposed, once; what was changed meanwhile is left alone.
         */
        post: operations["apply_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/proposals/{proposal_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say no to a proposal: it cannot be applied any more
         * @description Say no to a proposal: it cannot be applied any more.
         */
        post: operations["dismiss_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what became of every message of the account, a page at a time
         * @description Read what became of every message of the account, a page at a time.
         */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to the changes of one's own tasks, and of what they stand in, as they happen
         * @description Listen to the changes of one's own tasks, and of what they stand in, as they happen.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the exports of the account, the newest first
         * @description List the exports of the account, the newest first.
         */
        get: operations["list_exports"];
        put?: never;
        /**
         * Order an export of the whole account
         * @description Order an export of the whole account.
         */
        post: operations["create_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read whether an export is done
         * @description Read whether an export is done.
         */
        get: operations["get_export"];
        put?: never;
        post?: never;
        /**
         * Delete an export, or stop one that is not done
         * @description Delete an export, or stop one that is not done.
         */
        delete: operations["delete_export"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file of an export that is done
         * @description Download the file of an export that is done.
         */
        get: operations["download_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the calendar feeds of the account, without their addresses
         * @description List the calendar feeds of the account, without their addresses.
         */
        get: operations["list_calendar_feeds"];
        put?: never;
        /**
         * Make a calendar feed; its address is shown this once
         * @description Make a calendar feed; its address is shown this once.
         */
        post: operations["create_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feeds/{feed_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a feed; its address is dead at once
         * @description Delete a feed; its address is dead at once.
         */
        delete: operations["delete_feed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feeds/{feed_id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a feed another address; the old one is dead at once
         * @description Give a feed another address; the old one is dead at once.
         */
        post: operations["renew_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the saved filters, each with what is wrong with it by now, if anything is
         * @description List the saved filters, each with what is wrong with it by now, if anything is.
         */
        get: operations["list_saved_filters"];
        put?: never;
        /**
         * Keep a filter; its query is checked
         * @description Keep a filter; its query is checked.
         */
        post: operations["create_filter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/filters/{filter_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one saved filter
         * @description Read one saved filter.
         */
        get: operations["get_filter"];
        put?: never;
        post?: never;
        /**
         * Delete a saved filter; no task changes
         * @description Delete a saved filter; no task changes.
         */
        delete: operations["delete_filter"];
        options?: never;
        head?: never;
        /**
         * Change fields of a saved filter (JSON merge patch); a new query is checked
         * @description Change fields of a saved filter (JSON merge patch); a new query is checked.
         */
        patch: operations["change_filter"];
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the imports of the account, the newest first
         * @description List the imports of the account, the newest first.
         */
        get: operations["list_imports"];
        put?: never;
        /**
         * Upload a file to import, or to try out what an import would do (`dry_run`)
         * @description Upload a file to import, or to try out what an import would do (`dry_run`).
         */
        post: operations["create_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far an import is, and what came of it
         * @description Read how far an import is, and what came of it.
         */
        get: operations["get_import"];
        put?: never;
        post?: never;
        /**
         * Delete file and report of an import; what it brought stays
         * @description Delete file and report of an import; what it brought stays.
         */
        delete: operations["delete_import"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop an import; what was committed stays
         * @description Stop an import; what was committed stays.
         */
        post: operations["cancel_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read which rows were lossy, skipped or failed, and why
         * @description Read which rows were lossy, skipped or failed, and why.
         */
        get: operations["get_import_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/report.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the whole report as a file for spreadsheets
         * @description Download the whole report as a file for spreadsheets.
         */
        get: operations["download_import_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out what a dry run showed, without a second upload
         * @description Carry out what a dry run showed, without a second upload.
         */
        post: operations["run_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List labels by name, with how many open tasks have each
         * @description List labels by name, with how many open tasks have each.
         */
        get: operations["list_labels_page"];
        put?: never;
        /**
         * Make a label; tasks make those that they name by themselves
         * @description Make a label; tasks make those that they name by themselves.
         */
        post: operations["create_label"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels/{label_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one label
         * @description Read one label.
         */
        get: operations["get_label"];
        put?: never;
        post?: never;
        /**
         * Delete a label; its tasks stay, without it
         * @description Delete a label; its tasks stay, without it.
         */
        delete: operations["delete_label"];
        options?: never;
        head?: never;
        /**
         * Change fields of a label
         * @description Change fields of a label. With `merge` the answer is the label that is left.
         */
        patch: operations["change_label"];
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account that is signed in
         * @description Read the account that is signed in.
         */
        get: operations["get_me"];
        put?: never;
        post?: never;
        /**
         * Delete the account with all that belongs to it; it cannot be used from now on
         * @description Delete the account with all that belongs to it; it cannot be used from now on.
         *
         *     Say the password again (and a code, where there is a second factor), or have shown who you are
         *     on this device within the last ten minutes.
         */
        delete: operations["delete_me"];
        options?: never;
        head?: never;
        /**
         * Change preferences (JSON merge patch); another zone moves everything that floats
         * @description Change preferences (JSON merge patch); another zone moves everything that floats.
         */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/me/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was done to your account, and by it, the newest first; nothing is ever removed
         * @description List what was done to your account, and by it, the newest first; nothing is ever removed.
         */
        get: operations["list_own_acts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another address; a mail goes there, whose link makes the change
         * @description Ask for another address; a mail goes there, whose link makes the change.
         */
        post: operations["ask_for_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a mail to show with that the account's address is yours
         * @description Ask for a mail to show with that the account's address is yours.
         */
        post: operations["ask_for_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who the owner of the account is elsewhere: each of them opens it
         * @description List who the owner of the account is elsewhere: each of them opens it.
         */
        get: operations["list_own_identities"];
        put?: never;
        /**
         * Link the account to whom an access token of another issuer names
         * @description Link the account to whom an access token of another issuer names.
         */
        post: operations["link_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unlink an identity, unless it is the last way into the account
         * @description Unlink an identity, unless it is the last way into the account.
         */
        delete: operations["unlink_identity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/identities/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get where to send the browser, to link the account to a provider
         * @description Get where to send the browser, to link the account to a provider.
         */
        post: operations["begin_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the passkeys of the account
         * @description List the passkeys of the account.
         */
        get: operations["list_own_passkeys"];
        put?: never;
        /**
         * Keep the passkey that the browser has made
         * @description Keep the passkey that the browser has made.
         */
        post: operations["add_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a passkey, unless it is the last way into the account
         * @description Delete a passkey, unless it is the last way into the account.
         */
        delete: operations["delete_passkey"];
        options?: never;
        head?: never;
        /**
         * Give a passkey another name
         * @description Give a passkey another name.
         */
        patch: operations["change_passkey"];
        trace?: never;
    };
    "/api/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get what the browser needs to make a passkey
         * @description Get what the browser needs to make a passkey.
         */
        post: operations["ask_for_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password; other devices are signed out, and a mail says so
         * @description Change the password; other devices are signed out, and a mail says so.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a secret for an authenticator app; it counts once a code of it was sent
         * @description Get a secret for an authenticator app; it counts once a code of it was sent.
         */
        post: operations["begin_second_factor"];
        /**
         * Turn the second factor off, with a code of the app or a recovery code
         * @description Turn the second factor off, with a code of the app or a recovery code.
         */
        delete: operations["delete_second_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor on with a code of the app; the recovery codes are shown this once
         * @description Turn the second factor on with a code of the app; the recovery codes are shown this once.
         */
        post: operations["confirm_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get new recovery codes; the ones before are good for nothing
         * @description Get new recovery codes; the ones before are good for nothing.
         */
        post: operations["renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the devices that are signed in, the last used first
         * @description List the devices that are signed in, the last used first.
         */
        get: operations["list_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign one device out; its access token is refused within a second
         * @description Sign one device out; its access token is refused within a second.
         */
        delete: operations["sign_out_device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/sign-out-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out every device but this one
         * @description Sign out every device but this one.
         */
        post: operations["sign_out_others"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tokens that programs use, without their secrets
         * @description List the tokens that programs use, without their secrets.
         */
        get: operations["list_api_tokens"];
        put?: never;
        /**
         * Make a token for a program; it is shown this once
         * @description Make a token for a program; it is shown this once.
         */
        post: operations["create_api_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a token back; within seconds it is good nowhere
         * @description Take a token back; within seconds it is good nowhere.
         *
         *     Live updates that it opened end as if an access token had opened them.
         */
        delete: operations["delete_api_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the slots of all series, the latest first; `status=done` is what was done when
         * @description List the slots of all series, the latest first; `status=done` is what was done when.
         */
        get: operations["list_all_occurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who did what to the system, the newest first
         * @description List who did what to the system, the newest first.
         */
        get: operations["list_audit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download who did what to the system, as a table
         * @description Download who did what to the system, as a table. For operators.
         *
         *     Cells that a spreadsheet would take for formulas begin with a quote.
         */
        get: operations["download_audit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dead letters without their payloads, the newest first
         * @description List dead letters without their payloads, the newest first.
         */
        get: operations["list_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download dead letters without their payloads, as a table
         * @description Download dead letters without their payloads, as a table. For operators.
         *
         *     Cells that a spreadsheet would take for formulas begin with a quote.
         */
        get: operations["download_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/{letter_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a dead letter with its payload; that it was shown goes into the audit log
         * @description Read a dead letter with its payload; that it was shown goes into the audit log.
         */
        get: operations["get_dead_letter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/{letter_id}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have one dead letter handled once more, with another value if one is given
         * @description Have one dead letter handled once more, with another value if one is given.
         */
        post: operations["redrive_dead_letter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close dead letters for good; they stay in the table for a while
         * @description Close dead letters for good; they stay in the table for a while.
         */
        post: operations["discard_dead_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have dead letters handled once more, each by the worker that it failed in
         * @description Have dead letters handled once more, each by the worker that it failed in.
         */
        post: operations["redrive_dead_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/redrives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List redrives and how far they are, the newest first
         * @description List redrives and how far they are, the newest first.
         */
        get: operations["list_dead_letter_redrives"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/redrives/{redrive_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far a redrive is
         * @description Read how far a redrive is.
         */
        get: operations["get_dead_letter_redrive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/redrives/{redrive_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open again what a redrive has not sent yet
         * @description Open again what a redrive has not sent yet.
         */
        post: operations["cancel_dead_letter_redrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/dlq/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count dead letters by event type and by fingerprint
         * @description Count dead letters by event type and by fingerprint.
         */
        get: operations["count_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/lag/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See where a consumer group stands in each partition, and who has it
         * @description See where a consumer group stands in each partition, and who has it. For operators.
         */
        get: operations["get_group_lag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far everything is, and where it hangs
         * @description See how far everything is, and where it hangs. For operators.
         *
         *     The numbers are shared by all who look, and at most five seconds old. What cannot be read now
         *     says `unavailable`, and the rest is there.
         */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/retries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List how often and when an event of each type is tried again, in which worker
         * @description List how often and when an event of each type is tried again, in which worker.
         *
         *     For operators. What waits for its next try stands in the overview, by group and delay.
         */
        get: operations["list_retry_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what workers do from time to time: when it ran, how it ended, when it comes next
         * @description List what workers do from time to time: when it ran, how it ended, when it comes next.
         *
         *     For operators. Each process of a worker does its jobs; shown is who did one last.
         */
        get: operations["list_worker_schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/schedules/{name}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a job done at once, by one process of its worker, within a second
         * @description Have a job done at once, by one process of its worker, within a second. For operators.
         *
         *     All of them may be done at any time and twice: they remove what is too old, skip what is
         *     overdue and compare stores. Asked for again before it began, it runs once.
         */
        post: operations["run_worker_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a user, task, reminder or event from the API call to the mail server's answer
         * @description Follow a user, task, reminder or event from the API call to the mail server's answer.
         *
         *     A page holds the newest entries, oldest first. For operators.
         */
        get: operations["read_timeline_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every kind of worker, and which of them rest by whose order
         * @description List every kind of worker, and which of them rest by whose order. For operators.
         */
        get: operations["list_workers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/workers/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make every process of a kind of worker rest, within a second
         * @description Make every process of a kind of worker rest, within a second. For operators.
         *
         *     They stay in their consumer group, keep their partitions and lose nothing; restarts do not end
         *     the pause.
         */
        post: operations["pause_workers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/workers/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a kind of worker go on, within a second, with what has gathered
         * @description Let a kind of worker go on, within a second, with what has gathered. For operators.
         */
        post: operations["resume_workers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List projects, a page at a time
         * @description List projects, a page at a time.
         */
        get: operations["list_projects_page"];
        put?: never;
        /**
         * Make a project
         * @description Make a project.
         */
        post: operations["create_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one project
         * @description Read one project.
         */
        get: operations["get_project"];
        put?: never;
        post?: never;
        /**
         * Delete a project; its tasks stay, in no project
         * @description Delete a project; its tasks stay, in no project.
         */
        delete: operations["delete_project"];
        options?: never;
        head?: never;
        /**
         * Change fields of a project (JSON merge patch); reminders that exist stay as they are
         * @description Change fields of a project (JSON merge patch); reminders that exist stay as they are.
         */
        patch: operations["change_project"];
        trace?: never;
    };
    "/api/projects/{project_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a project: nothing in it reminds; again is harmless
         * @description Archive a project: nothing in it reminds; again is harmless.
         */
        post: operations["archive_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sections of a project, in their order
         * @description List the sections of a project, in their order.
         */
        get: operations["list_project_sections"];
        put?: never;
        /**
         * Make a section, behind the others of the project
         * @description Make a section, behind the others of the project.
         */
        post: operations["create_section"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/sections/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put the sections of a project in order: name each once
         * @description Put the sections of a project in order: name each once.
         */
        put: operations["order_sections"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a project out of the archive: its reminders are planned again
         * @description Take a project out of the archive: its reminders are planned again.
         */
        post: operations["unarchive_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put the projects in order: name each that is not archived once
         * @description Put the projects in order: name each that is not archived once.
         */
        put: operations["order_projects"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrence/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what a rule means: in words, with its next dates, what clocks do to them, warnings
         * @description Say what a rule means: in words, with its next dates, what clocks do to them, warnings.
         */
        post: operations["preview_recurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reminders/{reminder_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what became of a reminder: the newest 200, and why there is none yet
         * @description Read what became of a reminder: the newest 200, and why there is none yet.
         */
        get: operations["list_deliveries_of_reminder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reminders/{reminder_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a reminder off; again moves the one that waits
         * @description Put a reminder off; again moves the one that waits. The task does not move.
         */
        post: operations["snooze_reminder"];
        /**
         * Take back what waits; the original goes on where it can
         * @description Take back what waits; the original goes on where it can. Answers the original.
         */
        delete: operations["take_back_snooze"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reminders/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put several reminders off; all of them or none
         * @description Put several reminders off; all of them or none. No task moves.
         */
        post: operations["snooze_reminders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sections/{section_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one section
         * @description Read one section.
         */
        get: operations["get_section"];
        put?: never;
        post?: never;
        /**
         * Delete a section; its tasks stay in the project
         * @description Delete a section; its tasks stay in the project.
         */
        delete: operations["delete_section"];
        options?: never;
        head?: never;
        /**
         * Rename a section
         * @description Rename a section.
         */
        patch: operations["change_section"];
        trace?: never;
    };
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how the service is and how punctual reminders were; nothing about anybody
         * @description Say how the service is and how punctual reminders were; nothing about anybody.
         */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tasks, a page at a time
         * @description List tasks, a page at a time.
         */
        get: operations["list_tasks_page"];
        put?: never;
        /**
         * Make a task; with a recurrence it is the first occurrence of its series
         * @description Make a task; with a recurrence it is the first occurrence of its series.
         */
        post: operations["create_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one task
         * @description Read one task.
         */
        get: operations["get_task"];
        put?: never;
        post?: never;
        /**
         * Delete a task; its series ends with it
         * @description Delete a task; its series ends with it. The header Undo-Id names how to take it back.
         */
        delete: operations["delete_task"];
        options?: never;
        head?: never;
        /**
         * Change fields of a task (JSON merge patch); a moved due time moves this occurrence only
         * @description Change fields of a task (JSON merge patch); a moved due time moves this occurrence only.
         */
        patch: operations["change_task"];
        trace?: never;
    };
    "/api/tasks/{task_id}/checklist/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tick one step of a checklist, or untick it; again is harmless
         * @description Tick one step of a checklist, or untick it; again is harmless.
         */
        post: operations["tick_checklist_item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a task as done; again is harmless
         * @description Mark a task as done; again is harmless. The next occurrence of a series follows by itself.
         */
        post: operations["complete_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what became of each reminder of a task, a deleted one too
         * @description Read what became of each reminder of a task, a deleted one too.
         */
        get: operations["list_deliveries_of_task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how regularly a series is done: counts, streak, rates, and a map of days
         * @description Show how regularly a series is done: counts, streak, rates, and a map of days.
         */
        get: operations["show_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a task before or after another, or behind all others of a project, section or task
         * @description Move a task before or after another, or behind all others of a project, section or task.
         */
        post: operations["move_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every slot of the task's series, also of series that it goes on from
         * @description List every slot of the task's series, also of series that it goes on from.
         */
        get: operations["list_occurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/postpone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a task off, of a series this occurrence alone; reminders follow where they should
         * @description Put a task off, of a series this occurrence alone; reminders follow where they should.
         */
        post: operations["postpone_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a task as open again; an untouched next occurrence is taken back
         * @description Mark a task as open again; an untouched next occurrence is taken back.
         */
        post: operations["reopen_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say in words what will happen next: the rule, what follows, and what each reminder does
         * @description Say in words what will happen next: the rule, what follows, and what each reminder does.
         */
        get: operations["explain_schedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change this occurrence, this and the following ones, or all of its series
         * @description Change this occurrence, this and the following ones, or all of its series.
         */
        patch: operations["change_series"];
        trace?: never;
    };
    "/api/tasks/{task_id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip an occurrence; the next one of its series is there at once
         * @description Skip an occurrence; the next one of its series is there at once. Again is harmless.
         */
        post: operations["skip_occurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/skip-missed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move an overdue occurrence to the first slot that is not past; those before are skipped
         * @description Move an overdue occurrence to the first slot that is not past; those before are skipped.
         */
        post: operations["skip_missed_occurrences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back the latest change of this task that was not taken back; a deletion, too
         * @description Take back the latest change of this task that was not taken back; a deletion, too.
         */
        post: operations["undo_last_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change up to 500 tasks in one transaction; what cannot be changed says why, one by one
         * @description Change up to 500 tasks in one transaction; what cannot be changed says why, one by one.
         */
        post: operations["change_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all tasks; however many there are, the server holds one page of them
         * @description Download all tasks; however many there are, the server holds one page of them.
         */
        get: operations["export_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/parse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a sentence as a task: its body, what was understood where, other readings, problems
         * @description Read a sentence as a task: its body, what was understood where, other readings, problems.
         */
        post: operations["parse_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deleted tasks, the newest first; they are kept for 30 days
         * @description List deleted tasks, the newest first; they are kept for 30 days.
         */
        get: operations["list_trash"];
        put?: never;
        post?: never;
        /**
         * Delete all deleted tasks for ever
         * @description Delete all deleted tasks for ever.
         */
        delete: operations["empty_trash"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trash/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a deleted task for ever, with the subtasks that were deleted with it
         * @description Delete a deleted task for ever, with the subtasks that were deleted with it.
         */
        delete: operations["purge_task"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trash/{task_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a deleted task back, with the subtasks that were deleted with it
         * @description Bring a deleted task back, with the subtasks that were deleted with it.
         */
        post: operations["restore_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of the last 30 days, the latest first, and which can be taken back
         * @description List the changes of the last 30 days, the latest first, and which can be taken back.
         */
        get: operations["list_undo_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/undo/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a change back, if nobody changed its tasks since
         * @description Take a change back, if nobody changed its tasks since.
         */
        post: operations["undo_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/vacations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the vacations of the account, the earliest first
         * @description List the vacations of the account, the earliest first.
         */
        get: operations["list_vacations"];
        put?: never;
        /**
         * Take days off: nothing reminds on them
         * @description Take days off: nothing reminds on them.
         */
        post: operations["create_vacation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/vacations/{vacation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a vacation: its days are like any other
         * @description Delete a vacation: its days are like any other.
         */
        delete: operations["delete_vacation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the open tasks of every view, project and label at once
         * @description Count the open tasks of every view, project and label at once.
         */
        get: operations["count_tasks_of_views"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description List webhooks.
         */
        get: operations["list_all_webhooks"];
        put?: never;
        /**
         * Send events of these types to an address from now on
         * @description Send events of these types to an address from now on. The secret is shown this once.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one webhook
         * @description Read one webhook.
         */
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook, and what it knows of its deliveries
         * @description Delete a webhook, and what it knows of its deliveries.
         */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Change a webhook. Switching it on forgets its failures.
         */
        patch: operations["change_webhook"];
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent, the newest first, and what the other side said
         * @description List what was sent, the newest first, and what the other side said.
         */
        get: operations["list_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one delivery again, with the same webhook-id
         * @description Send one delivery again, with the same webhook-id.
         */
        post: operations["replay_webhook_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what has failed since an instant
         * @description Send again what has failed since an instant.
         */
        post: operations["replay_webhook_failures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with a new secret; for a day what is sent is signed with the old one, too
         * @description Sign with a new secret; for a day what is sent is signed with the old one, too.
         */
        post: operations["rotate_webhook_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message of type webhook.test; what came of it is among the deliveries
         * @description Send a message of type webhook.test; what came of it is among the deliveries.
         */
        post: operations["test_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/{token}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a calendar feed; whoever has its address may
         * @description Read a calendar feed; whoever has its address may.
         */
        get: operations["read_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how each part is
         * @description Say how each part is.
         */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answer as long as the process runs
         * @description Answer as long as the process runs.
         */
        get: operations["get_liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the metrics of this process to Prometheus; to one that reads OpenMetrics, exemplars
         * @description Show the metrics of this process to Prometheus; to one that reads OpenMetrics, exemplars.
         */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain what a problem's `type` points at
         * @description Explain what a problem's `type` points at.
         */
        get: operations["explain_problem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether requests can be served; `degraded` still can
         * @description Say whether requests can be served; `degraded` still can.
         */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountErasure
         * @description The password, said again, and a code where there is a second factor.
         *
         *     Without a password, its owner has to have shown who they are on this device of late.
         */
        AccountErasure: {
            /** Code */
            code?: string | null;
            /** Password */
            password?: string | null;
            /** Recovery Code */
            recovery_code?: string | null;
        };
        /**
         * ActReason
         * @description Why; it stands in the audit log, which the owner of the account can read.
         */
        ActReason: {
            /** Reason */
            reason: string;
        };
        /**
         * AddressLink
         * @description The link of the mail to the new address.
         */
        AddressLink: {
            /**
             * Token
             * @description The last part of the link in the mail
             */
            token: string;
        };
        /**
         * PreviewOut
         * @description What a selection comes to.
         */
        api__schemas__dead_letters__PreviewOut: {
            /**
             * Closed
             * @description Those that are not open
             */
            closed: {
                [key: string]: number;
            };
            /**
             * Groups
             * @description The workers that handle them again
             */
            groups: {
                [key: string]: number;
            };
            /**
             * Paused
             * @description Those of them that are paused: their letters wait in the retry topic; and deadletters, if it is paused: then nothing is sent yet
             */
            paused: string[];
            /**
             * Redrivable
             * @description Open ones that an order would move, or leaves for another
             */
            redrivable: number;
            /**
             * Refused
             * @description Open ones that cannot be redriven
             */
            refused: {
                [key: string]: number;
            };
            /**
             * Unknown
             * @description Ids that there is no dead letter of
             */
            unknown: number;
        };
        /**
         * CountsOut
         * @description Open tasks by view, by id of project, by label; what has none is left out.
         */
        api__schemas__filters__CountsOut: {
            /**
             * Filters
             * @description By id, if asked for; null: its query is wrong by now
             */
            filters?: {
                [key: string]: number | null;
            } | null;
            /** Labels */
            labels: {
                [key: string]: number;
            };
            /** Projects */
            projects: {
                [key: string]: number;
            };
            views: components["schemas"]["ViewsOut"];
        };
        /**
         * PreviewOut
         * @description What a rule means.
         */
        api__schemas__recurrence__PreviewOut: {
            /** Dates */
            dates: components["schemas"]["PreviewDateOut"][];
            /**
             * Dst Notes
             * @description What clocks do to it in the year from its first date on
             */
            dst_notes: components["schemas"]["DstNoteOut"][];
            /**
             * Of
             * @description How many slots, or completions, it has in all
             */
            of: number | null;
            /**
             * Rrule
             * @description As it would be stored
             */
            rrule: string;
            /**
             * Text
             * @description In words, in English
             */
            text: string;
            /** Warnings */
            warnings: components["schemas"]["WarningOut"][];
        };
        /**
         * ExportOut
         * @description All tasks of an account, the newest first.
         */
        api__schemas__tasks__ExportOut: {
            /**
             * Exported At
             * Format: date-time
             */
            exported_at: string;
            /**
             * Format
             * @constant
             */
            format: "rondel.tasks.v1";
            /** Tasks */
            tasks: components["schemas"]["TaskOut"][];
        };
        /**
         * CountsOut
         * @description Rows by what became of them; the five add up to `rows`.
         */
        api__schemas__transfers__CountsOut: {
            /** Failed */
            failed: number;
            /** Lossy */
            lossy: number;
            /** Rows */
            rows: number;
            /** Skipped */
            skipped: number;
            /** Taken */
            taken: number;
            /** Unchanged */
            unchanged: number;
        };
        /**
         * ExportOut
         * @description An export; it can be downloaded once it is done.
         */
        api__schemas__transfers__ExportOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Error */
            error: string | null;
            /** File Bytes */
            file_bytes: number | null;
            /** Finished At */
            finished_at: string | null;
            /** Format */
            format: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Started At */
            started_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "uploading" | "waiting" | "running" | "done" | "failed" | "cancelled";
        };
        /**
         * ApiTokenIn
         * @description A token to be made.
         */
        ApiTokenIn: {
            /**
             * Expires At
             * @description Null for a token without an end
             */
            expires_at?: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: ("read" | "tasks:write" | "ops" | "feeds" | "mcp")[];
        };
        /**
         * ApiTokenOut
         * @description A token for a program.
         */
        ApiTokenOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Hint
             * @description Its last characters
             */
            hint: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Scopes */
            scopes: ("read" | "tasks:write" | "ops" | "feeds" | "mcp")[];
            /**
             * Used At
             * @description When it was used last, to the minute
             */
            used_at: string | null;
        };
        /**
         * ApiTokensOut
         * @description The tokens of an account, the oldest first.
         */
        ApiTokensOut: {
            /** Items */
            items: components["schemas"]["ApiTokenOut"][];
        };
        /**
         * AppliedOut
         * @description What became of a proposal that somebody said yes to.
         */
        AppliedOut: {
            /** Ok */
            ok: boolean;
            /**
             * Undo Ids
             * @description For POST /api/undo/{id}, each takes its part back
             */
            undo_ids: string[];
            /** Words */
            words: string;
        };
        /**
         * AssistantOut
         * @description Who answers.
         */
        AssistantOut: {
            /**
             * Agent
             * @description built_in understands everyday requests without a model
             * @enum {string}
             */
            agent: "model" | "built_in";
            /**
             * Model
             * @description Its name; None without one
             */
            model: string | null;
            /**
             * Tokens Left
             * @description Of today (UTC), for this account
             */
            tokens_left: number | null;
        };
        /**
         * AuditEntryOut
         * @description Who did what to the system.
         */
        AuditEntryOut: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /** Actor Id */
            actor_id: string | null;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /** Id */
            id: number;
            /** Reason */
            reason: string | null;
            /** Target */
            target: string;
        };
        /**
         * AuditOut
         * @description Somebody worked on the system.
         */
        AuditOut: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "audit";
            /** Reason */
            reason: string | null;
            /** Target */
            target: string;
        };
        /**
         * AuditPageOut
         * @description A page of the audit log, the newest first.
         */
        AuditPageOut: {
            /** Items */
            items: components["schemas"]["AuditEntryOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: number | null;
        };
        /**
         * BatchAnswer
         * @description What one request was answered.
         */
        BatchAnswer: {
            /**
             * Body
             * @description The answer, or a problem; null if there is none
             */
            body: unknown;
            /**
             * Body Too Large
             * @description It was done, and its answer left out: above 1 MB
             */
            body_too_large: boolean;
            /**
             * Headers
             * @description ETag, Location, Retry-After, if it has them
             */
            headers: {
                [key: string]: string;
            };
            /** Status */
            status: number;
        };
        /**
         * BatchIn
         * @description Requests, carried out one after the other.
         */
        BatchIn: {
            /** Requests */
            requests: components["schemas"]["BatchRequest"][];
            /**
             * Stop On Error
             * @description Leave out what comes after the first answer of 400 and more
             * @default false
             */
            stop_on_error?: boolean;
        };
        /**
         * BatchOut
         * @description The answers, in the order of the requests; fewer after an error that stopped them.
         */
        BatchOut: {
            /** Items */
            items: components["schemas"]["BatchAnswer"][];
        };
        /**
         * BatchRequest
         * @description A request as it would be sent alone.
         */
        BatchRequest: {
            /** Body */
            body?: unknown;
            /**
             * Idempotency Key
             * @description The header Idempotency-Key
             */
            idempotency_key?: string | null;
            /**
             * If Match
             * @description The header If-Match
             */
            if_match?: string | null;
            /**
             * Method
             * @enum {string}
             */
            method: "GET" | "POST" | "PATCH" | "DELETE";
            /**
             * Path
             * @description With its query, like /api/tasks?limit=5
             */
            path: string;
        };
        /**
         * BulkIn
         * @description Which tasks, what is done to them, and what they get besides.
         */
        BulkIn: {
            /**
             * Action
             * @description edit: only what stands in set
             * @default edit
             * @enum {string}
             */
            action?: "complete" | "reopen" | "skip" | "delete" | "postpone" | "edit";
            /**
             * By
             * @description With postpone: ISO 8601 duration
             */
            by?: string | null;
            /** Ids */
            ids: string[];
            /**
             * Keep Time
             * @description With a date in to: a task that has a time of day keeps it
             * @default false
             */
            keep_time?: boolean;
            set?: components["schemas"]["BulkSetIn"];
            /** @description With postpone: when instead */
            to?: components["schemas"]["DueIn"] | null;
            /**
             * Versions
             * @description One for each of ids: a task whose version is another by now stays as it is
             */
            versions?: number[] | null;
        };
        /**
         * BulkItemOut
         * @description What became of one task.
         */
        BulkItemOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Ok */
            ok: boolean;
            /** @description Why it is as it was; null if it is as was asked */
            problem: components["schemas"]["Problem"] | null;
        };
        /**
         * BulkOut
         * @description An item for each id, in the order asked for.
         */
        BulkOut: {
            /** Items */
            items: components["schemas"]["BulkItemOut"][];
            /**
             * Undo Id
             * @description Takes all of it back; null if nothing was changed
             */
            undo_id: string | null;
        };
        /**
         * BulkSetIn
         * @description Fields that every task gets; null takes a task out of its project.
         */
        BulkSetIn: {
            /** Add Labels */
            add_labels?: string[];
            /** Priority */
            priority?: (("high" | "medium" | "low" | "none") | number) | null;
            /** Project Id */
            project_id?: string | null;
            /** Remove Labels */
            remove_labels?: string[];
            /**
             * Section Id
             * @description Puts the tasks into its project, too
             */
            section_id?: string | null;
        };
        /**
         * BytesOut
         * @description Bytes as text where they are text, else in base64.
         */
        BytesOut: {
            /** Bytes */
            bytes: number;
            /** Data */
            data: string;
            /**
             * Encoding
             * @enum {string}
             */
            encoding: "utf-8" | "base64";
        };
        /**
         * CalendarOut
         * @description What series bring in these days, the earliest first.
         */
        CalendarOut: {
            /**
             * Is Complete
             * @description false: there is more than 2,000 slots, 200 of a series or 500 series, or a series whose zone this server does not know
             */
            is_complete: boolean;
            /** Items */
            items: components["schemas"]["SlotAheadOut"][];
        };
        /**
         * CancelOrderIn
         * @description Why a redrive is cancelled.
         */
        CancelOrderIn: {
            /** Reason */
            reason: string;
        };
        /**
         * ChangedTaskOut
         * @description A task after a change, and how to take the change back.
         */
        ChangedTaskOut: {
            /** Checklist */
            checklist: components["schemas"]["ChecklistItemOut"][];
            /** Completed */
            completed: boolean;
            /** Completed At */
            completed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            due: components["schemas"]["DueOut"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Labels */
            labels: string[];
            /** Notes */
            notes: string;
            /** Parent Id */
            parent_id: string | null;
            /**
             * Position
             * @description Key of the manual order, compared byte by byte
             */
            position: string;
            /**
             * Priority
             * @enum {string}
             */
            priority: "high" | "medium" | "low" | "none";
            /** Project Id */
            project_id: string | null;
            recurrence: components["schemas"]["RecurrenceOut"] | null;
            /**
             * Recurring Pattern
             * @description recurrence.rrule, for older clients
             */
            recurring_pattern: string | null;
            /** Reminders */
            reminders: components["schemas"]["ReminderOut"][];
            /**
             * Reminders Kept
             * @description Reminders at an instant that did not move with the due time
             */
            reminders_kept: string[];
            /** Section Id */
            section_id: string | null;
            /** Series Id */
            series_id: string | null;
            /** Skipped At */
            skipped_at: string | null;
            /**
             * Slot
             * @description Which occurrence of the series: its original local time
             */
            slot: string | null;
            start: components["schemas"]["DueOut"] | null;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "done" | "skipped";
            /** Title */
            title: string;
            /**
             * Undo Id
             * @description For POST /api/undo/{id}; null if nothing changed
             */
            undo_id: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ChannelChange
         * @description Fields to change; what is not sent stays.
         */
        ChannelChange: {
            /**
             * Chat Id
             * @description telegram: the chat, or @name
             */
            chat_id?: string | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Name */
            name?: string | null;
            /**
             * Server
             * @description ntfy (https://ntfy.sh if not given), gotify: the server
             */
            server?: string | null;
            /**
             * Token
             * @description ntfy (if the topic needs one), gotify, telegram: the token
             */
            token?: string | null;
            /**
             * Topic
             * @description ntfy: the topic
             */
            topic?: string | null;
            /**
             * Url
             * @description webhook: where it is sent; apprise: the URL
             */
            url?: string | null;
            /**
             * Version
             * @description Refuse if it is another by now
             */
            version?: number | null;
        };
        /**
         * ChannelCreate
         * @description A new channel; which of the fields it needs, its kind says.
         */
        ChannelCreate: {
            /**
             * Chat Id
             * @description telegram: the chat, or @name
             */
            chat_id?: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "webhook" | "ntfy" | "gotify" | "telegram" | "apprise";
            /** Name */
            name: string;
            /**
             * Server
             * @description ntfy (https://ntfy.sh if not given), gotify: the server
             */
            server?: string | null;
            /**
             * Token
             * @description ntfy (if the topic needs one), gotify, telegram: the token
             */
            token?: string | null;
            /**
             * Topic
             * @description ntfy: the topic
             */
            topic?: string | null;
            /**
             * Url
             * @description webhook: where it is sent; apprise: the URL
             */
            url?: string | null;
        } & (unknown & unknown & unknown & unknown & unknown);
        /**
         * ChannelDeletedOut
         * @description What the end of a channel meant.
         */
        ChannelDeletedOut: {
            /**
             * Reminders Moved
             * @description Waiting reminders that go through others now
             */
            reminders_moved: number;
        };
        /**
         * ChannelHealthOut
         * @description What became of the messages through one kind of channel.
         */
        ChannelHealthOut: {
            /** Failed */
            failed: number;
            /**
             * Kind
             * @description email, a kind of channel, or removed
             */
            kind: string;
            /** Last Failed At */
            last_failed_at: string | null;
            /**
             * Last Failure
             * @description Its kind, never the words of the other side
             */
            last_failure: string | null;
            /** Last Sent At */
            last_sent_at: string | null;
            /** Sending */
            sending: number;
            /** Sent */
            sent: number;
        };
        /**
         * ChannelOut
         * @description A channel as its owner sees it.
         */
        ChannelOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Disabled Reason
             * @description Why it was switched off by itself: the other side said 410, or refused 20 messages in a row
             */
            disabled_reason: ("gone" | "failed_repeatedly") | null;
            /** Enabled */
            enabled: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "webhook" | "ntfy" | "gotify" | "telegram" | "apprise";
            /** Last Error */
            last_error: string | null;
            /** Last Failed At */
            last_failed_at: string | null;
            /** Last Sent At */
            last_sent_at: string | null;
            /** Name */
            name: string;
            /**
             * Target
             * @description Where it leads, without what is secret
             */
            target: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ChannelsOut
         * @description All channels, the oldest first.
         */
        ChannelsOut: {
            /** Items */
            items: components["schemas"]["ChannelOut"][];
        };
        /**
         * ChannelsPartOut
         * @description The channels since some hours, from the ledger of deliveries (50,000 at most).
         */
        ChannelsPartOut: {
            /** Items */
            items: components["schemas"]["ChannelHealthOut"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
        };
        /**
         * ChannelTestOut
         * @description A test message and what came of it.
         */
        ChannelTestOut: {
            /**
             * Answer
             * @description What the other side said, or why nothing was sent
             */
            answer: string | null;
            /** Channel */
            channel: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Seconds
             * @description From the question to the answer
             */
            seconds: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "sending" | "sent" | "failed";
        };
        /**
         * ChatIn
         * @description A message to the assistant.
         */
        ChatIn: {
            /**
             * Conversation Id
             * @description A new one if it is left out
             */
            conversation_id?: string | null;
            /** Message */
            message: string;
            /**
             * Message Id
             * @description An id that the client makes, so that a message sent twice is taken once
             */
            message_id?: string | null;
            /**
             * Zone
             * @description IANA zone; the account's if it is left out
             */
            zone?: string | null;
        };
        /**
         * ChecklistItemIn
         * @description A step of a task; without an id it is a new one.
         */
        ChecklistItemIn: {
            /** Id */
            id?: string | null;
            /**
             * Is Done
             * @default false
             */
            is_done?: boolean;
            /** Title */
            title: string;
        };
        /**
         * ChecklistItemOut
         * @description A step of a task.
         */
        ChecklistItemOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Done */
            is_done: boolean;
            /** Title */
            title: string;
        };
        /**
         * ChoiceOut
         * @description What a place may mean as well; what is there replaces that of the task.
         */
        ChoiceOut: {
            due?: components["schemas"]["ParsedDue"] | null;
            /** End */
            end: number;
            /**
             * Project
             * @description A project that could be made
             */
            project?: string | null;
            /** Rrule */
            rrule?: string | null;
            /** Start */
            start: number;
            /**
             * Words
             * @description What it would be then, in words
             */
            words: string;
        };
        /**
         * CodeIn
         * @description A code of the app.
         */
        CodeIn: {
            /**
             * Code
             * @description The 6 digits that the app shows, spaces allowed
             */
            code: string;
        };
        /**
         * ComingOut
         * @description What will fire in the next ten minutes, and what should have fired.
         */
        ComingOut: {
            /** Minutes */
            minutes: components["schemas"]["MinuteOut"][];
            /**
             * Overdue
             * @description That wait though their instant has passed
             */
            overdue: number;
            /** Overdue Since */
            overdue_since: string | null;
        };
        /**
         * ComingSlotOut
         * @description A slot that is to come after this one.
         */
        ComingSlotOut: {
            /**
             * At
             * Format: date-time
             * @description Its instant; of a date the start of that day
             */
            at: string;
            /**
             * Slot
             * @description Its local time, or date
             */
            slot: string;
        };
        /**
         * Confirmation
         * @description The password, said again; with a second factor, a code of the app or a recovery code, too.
         */
        Confirmation: {
            /** Code */
            code?: string | null;
            /** Password */
            password: string;
            /** Recovery Code */
            recovery_code?: string | null;
        };
        /**
         * ConversationChange
         * @description What to change of a conversation.
         */
        ConversationChange: {
            /** Title */
            title: string;
        };
        /**
         * ConversationOut
         * @description A conversation.
         */
        ConversationOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Title
             * @description The first words that were said, or what its owner chose
             */
            title: string;
            /**
             * Updated At
             * Format: date-time
             * @description When its last message came
             */
            updated_at: string;
        };
        /**
         * ConversationPageOut
         * @description A page of conversations, the one that was used last first.
         */
        ConversationPageOut: {
            /** Items */
            items: components["schemas"]["ConversationOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ConversationWithMessagesOut
         * @description A conversation with a page of its messages, oldest first.
         */
        ConversationWithMessagesOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Messages */
            messages: components["schemas"]["MessageOut"][];
            /**
             * Next Cursor
             * @description For the messages after these
             */
            next_cursor: number | null;
            /**
             * Title
             * @description The first words that were said, or what its owner chose
             */
            title: string;
            /**
             * Updated At
             * Format: date-time
             * @description When its last message came
             */
            updated_at: string;
        };
        /**
         * CreatedIn
         * @description What the authenticator says about the passkey that it made.
         */
        CreatedIn: {
            /**
             * Attestationobject
             * @description base64url
             */
            attestationObject: string;
            /**
             * Clientdatajson
             * @description base64url
             */
            clientDataJSON: string;
            /**
             * Transports
             * @default []
             */
            transports?: string[];
        };
        /**
         * CredentialIn
         * @description The answer of `navigator.credentials.get()`.
         */
        CredentialIn: {
            /**
             * Id
             * @description base64url
             */
            id: string;
            /**
             * Rawid
             * @description base64url
             */
            rawId: string;
            response: components["schemas"]["UsedIn"];
            /**
             * Type
             * @constant
             */
            type: "public-key";
        };
        /**
         * DatabasePartOut
         * @description What the tables say; every part is null if they could not be read in time.
         */
        DatabasePartOut: {
            channels: components["schemas"]["ChannelsPartOut"] | null;
            coming: components["schemas"]["ComingOut"] | null;
            dead_letters: components["schemas"]["DeadLettersPartOut"] | null;
            leases: components["schemas"]["LeasesOut"] | null;
            outbox: components["schemas"]["OutboxOut"] | null;
            punctuality: components["schemas"]["PunctualityPartOut"] | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "unavailable";
        };
        /**
         * DeadLetterOut
         * @description A consumer group gave an event up.
         */
        DeadLetterOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Attempts */
            attempts: number | null;
            /** Close Reason */
            close_reason: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Closed By */
            closed_by: string | null;
            /** Error Class */
            error_class: string | null;
            /** Event Id */
            event_id: string | null;
            /** Event Type */
            event_type: string;
            /** Failure Kind */
            failure_kind: string | null;
            /** Fingerprint */
            fingerprint: string | null;
            /** First Failed At */
            first_failed_at: string | null;
            /** Group */
            group: string | null;
            /** Id */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dead_letter";
            /**
             * State
             * @enum {string}
             */
            state: "open" | "redriving" | "redriven" | "discarded";
        };
        /**
         * DeadLettersPartOut
         * @description Dead letters that wait for somebody.
         */
        DeadLettersPartOut: {
            /** By Event Type */
            by_event_type: components["schemas"]["OpenLettersOut"][];
            /** Open */
            open: number;
        };
        /**
         * DeliveryOut
         * @description A message through one channel.
         */
        DeliveryOut: {
            /**
             * Answer
             * @description What the mail server said
             */
            answer: string | null;
            /**
             * At
             * Format: date-time
             * @description When it was last taken up, or skipped
             */
            at: string;
            /** Attempts */
            attempts: number;
            /** Channel */
            channel: string;
            /**
             * Claimed Until
             * @description While sending: until then it is held
             */
            claimed_until: string | null;
            /**
             * Event Id
             * @description The reminder.due that asked for it, if known
             */
            event_id: string | null;
            /**
             * Fire At
             * Format: date-time
             */
            fire_at: string;
            /** Id */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "delivery";
            /** Lateness Ms */
            lateness_ms: number | null;
            /** Reason */
            reason: string | null;
            /** Reminder Id */
            reminder_id: string;
            /**
             * Resends
             * @description Attempts after one whose result nobody knows
             */
            resends: number;
            /** Sent At */
            sent_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "sending" | "sent" | "failed" | "skipped";
            /**
             * Task Id
             * @description null for a digest
             */
            task_id: string | null;
        };
        /**
         * DeviceOut
         * @description A device that is signed in.
         */
        DeviceOut: {
            /**
             * Address
             * @description From where it was used last
             */
            address: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             * @description When it is signed out if it is not used
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Current */
            is_current: boolean;
            /**
             * Method
             * @enum {string}
             */
            method: "password" | "passkey" | "oidc";
            /**
             * Used At
             * Format: date-time
             * @description When it was refreshed last
             */
            used_at: string;
            /** User Agent */
            user_agent: string;
        };
        /**
         * DiscardOrderIn
         * @description An order to close dead letters for good.
         */
        DiscardOrderIn: {
            /**
             * Dry Run
             * @description Only count
             * @default false
             */
            dry_run?: boolean;
            /**
             * Expected Count
             * @description Refuse if it is another number by now
             */
            expected_count?: number | null;
            /**
             * Reason
             * @description Needed unless dry_run
             * @default
             */
            reason?: string;
            selection: components["schemas"]["SelectionIn"];
        };
        /**
         * DiscardOut
         * @description How many were discarded, or would be.
         */
        DiscardOut: {
            /** Discarded */
            discarded: number;
            /** Dry Run */
            dry_run: boolean;
        };
        /**
         * DstNoteOut
         * @description What a change of the clocks does to a slot, or to the slots of a day.
         */
        DstNoteOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Code
             * @enum {string}
             */
            code: "gap" | "overlap_first" | "overlap_second" | "day_length";
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Text */
            text: string;
        };
        /**
         * DueIn
         * @description A day, or a wall time. Without a zone the time follows its owner's zone.
         */
        DueIn: {
            /** Date */
            date?: string | null;
            /** Datetime Local */
            datetime_local?: string | null;
            /**
             * Zone
             * @description IANA zone, fixed
             */
            zone?: string | null;
        };
        /**
         * DueOut
         * @description When a task is due: `date`, or `datetime_local` with the instant `at` that it means.
         */
        DueOut: {
            /** At */
            at: string | null;
            /** Date */
            date: string | null;
            /** Datetime Local */
            datetime_local: string | null;
            /**
             * Zone
             * @description null: follows the owner's zone
             */
            zone: string | null;
        };
        /**
         * EventOut
         * @description Something changed, and an event says so.
         */
        EventOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Handled */
            handled: components["schemas"]["HandledOut"][];
            /** Id */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "event";
            /** @description null while it waits in the outbox */
            record: components["schemas"]["RecordOut"] | null;
            /** Reminder Id */
            reminder_id: string | null;
            /**
             * Source
             * @description /rondel/api/<operation>, /rondel/<worker> or /rondel/cli
             */
            source: string;
            /** Task Id */
            task_id: string | null;
            /**
             * Trace Id
             * @description The same in the logs of every process on the way
             */
            trace_id: string | null;
            /** Type */
            type: string;
            /** User Id */
            user_id: string;
        };
        /**
         * ExportCreate
         * @description An export to be.
         */
        ExportCreate: {
            /**
             * Format
             * @description native: everything, without loss; csv: tasks for a spreadsheet; ics: tasks as to-dos (RFC 5545)
             * @enum {string}
             */
            format: "native" | "csv" | "ics";
        };
        /**
         * ExportListOut
         * @description The exports of an account, the newest first.
         */
        ExportListOut: {
            /** Items */
            items: components["schemas"]["api__schemas__transfers__ExportOut"][];
        };
        /**
         * FeedCreate
         * @description A feed to be: of all tasks, of one project, or of what a saved filter finds.
         */
        FeedCreate: {
            /**
             * Filter Id
             * @description Only tasks that this saved filter finds, asked at each read
             */
            filter_id?: string | null;
            /** Name */
            name: string;
            /**
             * Project Id
             * @description Only tasks of this project
             */
            project_id?: string | null;
            /**
             * Scope
             * @description May be left out: the id that is given says it
             */
            scope?: ("user" | "project" | "filter") | null;
        };
        /**
         * FeedListOut
         * @description All feeds of an account, the oldest first.
         */
        FeedListOut: {
            /** Items */
            items: components["schemas"]["FeedOut"][];
        };
        /**
         * FeedMadeOut
         * @description A feed with its addresses, which are shown once: whoever has one reads the tasks.
         */
        FeedMadeOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Filter Id */
            filter_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * @description To the hour; null: never yet
             */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Project Id */
            project_id: string | null;
            /**
             * Scope
             * @enum {string}
             */
            scope: "user" | "project" | "filter";
            /**
             * Todos Url
             * @description For task applications: all tasks as to-dos
             */
            todos_url: string;
            /**
             * Url
             * @description For calendars: tasks with a date as events
             */
            url: string;
        };
        /**
         * FeedOut
         * @description A feed; its address was shown when it was made.
         */
        FeedOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Filter Id */
            filter_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * @description To the hour; null: never yet
             */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Project Id */
            project_id: string | null;
            /**
             * Scope
             * @enum {string}
             */
            scope: "user" | "project" | "filter";
        };
        /**
         * FieldProblem
         * @description One thing wrong with the request.
         */
        FieldProblem: {
            /**
             * Code
             * @description What is wrong, stable, for programs
             */
            code: string;
            /**
             * Column
             * @description In a filter: its first wrong character, counted from 1
             * @default null
             */
            column?: number | null;
            /**
             * Expected
             * @description What could stand there
             * @default null
             */
            expected?: string[] | null;
            /**
             * Length
             * @description How many characters from there
             * @default null
             */
            length?: number | null;
            /**
             * Message
             * @description What is wrong, in words
             */
            message: string;
            /**
             * Pointer
             * @description JSON pointer into the body; /query/x, /path/x, /header/x
             */
            pointer: string;
            /**
             * Suggestion
             * @description What was perhaps meant
             * @default null
             */
            suggestion?: string | null;
        };
        /**
         * FilterChange
         * @description Fields to change (RFC 7396): what is missing stays, null clears.
         */
        FilterChange: {
            /** Color */
            color?: string | null;
            /**
             * Is Favorite
             * @default false
             */
            is_favorite?: boolean;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Query
             * @description As in docs/filters.md: today & p1
             * @default -
             */
            query?: string;
            /** Sort */
            sort?: string | null;
            /**
             * Version
             * @description Refuse unless this is the stored version
             */
            version?: number | null;
        };
        /**
         * FilterCreate
         * @description A filter to be kept.
         */
        FilterCreate: {
            /** Color */
            color?: string | null;
            /**
             * Is Favorite
             * @default false
             */
            is_favorite?: boolean;
            /** Name */
            name: string;
            /**
             * Query
             * @description As in docs/filters.md: today & p1
             */
            query: string;
            /** Sort */
            sort?: string | null;
        };
        /**
         * FilterListOut
         * @description Every saved filter, in its owner's order.
         */
        FilterListOut: {
            /** Items */
            items: components["schemas"]["FilterOut"][];
        };
        /**
         * Part of FilterListOut
         * @description Every saved filter, in its owner's order.
         */
        FilterListOutPart: {
            /** Items */
            items: components["schemas"]["FilterOutPart"][];
        };
        /**
         * FilterOut
         * @description A saved filter.
         */
        FilterOut: {
            /** Color */
            color: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Favorite */
            is_favorite: boolean;
            /** Name */
            name: string;
            /** @description Why it finds nothing any more, such as a project that is gone */
            problem: components["schemas"]["FieldProblem"] | null;
            /** Query */
            query: string;
            /** Sort */
            sort: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Part of FilterOut
         * @description A saved filter.
         */
        FilterOutPart: {
            /** Color */
            color?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at?: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Favorite */
            is_favorite?: boolean;
            /** Name */
            name?: string;
            /** @description Why it finds nothing any more, such as a project that is gone */
            problem?: components["schemas"]["FieldProblem"] | null;
            /** Query */
            query?: string;
            /** Sort */
            sort?: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at?: string;
            /** Version */
            version?: number;
        };
        /**
         * Forgotten
         * @description Whose password is to be set anew.
         */
        Forgotten: {
            /** Email */
            email: string;
        };
        /**
         * GovernedAccountOut
         * @description An account, without anything of its contents.
         */
        GovernedAccountOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Devices
             * @description How many are signed in
             */
            devices: number;
            /** Disabled At */
            disabled_at: string | null;
            /** Email */
            email: string;
            /** Email Verified At */
            email_verified_at: string | null;
            /** Has Password */
            has_password: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Seen At
             * @description When a device was refreshed or an API token used last; null if never of late
             */
            last_seen_at: string | null;
            /** Name */
            name: string;
            /** Passkeys */
            passkeys: number;
            /**
             * Role
             * @enum {string}
             */
            role: "user" | "operator" | "admin";
            /** Second Factor */
            second_factor: boolean;
            /**
             * Tokens
             * @description How many API tokens there are
             */
            tokens: number;
        };
        /**
         * GovernedAccountsOut
         * @description A page of accounts, the newest first.
         */
        GovernedAccountsOut: {
            /** Items */
            items: components["schemas"]["GovernedAccountOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
        };
        /**
         * GroupDetailOut
         * @description A consumer group, partition by partition.
         */
        GroupDetailOut: {
            /** Members */
            members: components["schemas"]["MemberOut"][];
            /** Name */
            name: string;
            /** Partitions */
            partitions: components["schemas"]["PartitionLagOut"][];
            /** Reason */
            reason: string | null;
            /** State */
            state: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "unavailable";
        };
        /**
         * GroupLagOut
         * @description A consumer group as the brokers see it; lag counts its main topics.
         */
        GroupLagOut: {
            /** Hosts */
            hosts: string[];
            /**
             * Incoming Per Second
             * @description Records since the look before, retries included; null at the first look
             */
            incoming_per_second: number | null;
            /**
             * Lag
             * @description Records that wait
             */
            lag: number;
            /**
             * Largest In
             * @description topic/partition; null if nothing waits
             */
            largest_in: string | null;
            /**
             * Largest Lag
             * @description In the partition that is furthest behind
             */
            largest_lag: number;
            /**
             * Last Handled At
             * @description null if the group's last event is not among the newest 5,000 of all groups
             */
            last_handled_at: string | null;
            /** Members */
            members: number;
            /** Missing Topics */
            missing_topics: string[];
            /** Name */
            name: string;
            /**
             * Oldest Age Seconds
             * @description Of the oldest record that waits, to some percent; null if nothing waits
             */
            oldest_age_seconds: number | null;
            /** Outgoing Per Second */
            outgoing_per_second: number | null;
            /**
             * Paused
             * @description By an operator
             */
            paused: boolean;
            /** Retries */
            retries: components["schemas"]["RetryTierOut"][];
            /**
             * State
             * @description Kafka's word: Stable, Empty (no member), ...
             */
            state: string;
            /**
             * Unassigned
             * @description Partitions that no member has
             */
            unassigned: number;
        };
        /**
         * HandledOut
         * @description A consumer group has done its part, in the transaction of its effects.
         */
        HandledOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Group */
            group: string;
        };
        /**
         * HeaderOut
         * @description A header of the record.
         */
        HeaderOut: {
            name: components["schemas"]["BytesOut"];
            value: components["schemas"]["BytesOut"] | null;
        };
        /**
         * HeapOut
         * @description Dead letters that have something in common.
         */
        HeapOut: {
            /** Count */
            count: number;
            /**
             * Error
             * @description Of the newest of them
             */
            error: string | null;
            /** Error Class */
            error_class: string | null;
            /**
             * Event Types
             * @description Five at most
             */
            event_types: string[];
            /** Fingerprint */
            fingerprint: string | null;
            /**
             * First At
             * Format: date-time
             */
            first_at: string;
            /**
             * Groups
             * @description Five at most
             */
            groups: string[];
            /**
             * Last At
             * Format: date-time
             */
            last_at: string;
        };
        /**
         * HeatmapDayOut
         * @description How many slots of one day ended so.
         */
        HeatmapDayOut: {
            /** Count */
            count: number;
            /**
             * Date
             * Format: date
             */
            date: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "open" | "done" | "skipped" | "missed" | "moved";
        };
        /**
         * HighlightOut
         * @description A place that was understood and is not in the title; in Unicode code points.
         */
        HighlightOut: {
            /** End */
            end: number;
            /**
             * Name
             * @enum {string}
             */
            name: "lead" | "due" | "repeat" | "reminder" | "project" | "label" | "priority" | "literal";
            /** Start */
            start: number;
            /** Text */
            text: string;
        };
        /**
         * HistoryOut
         * @description How regularly a series is done.
         */
        HistoryOut: {
            /** First Slot */
            first_slot: string | null;
            /**
             * Heatmap
             * @description 53 weeks, ascending; days with slots alone
             */
            heatmap: components["schemas"]["HeatmapDayOut"][];
            /** Missed */
            missed: number;
            /** Moved */
            moved: number;
            /**
             * Rate 30D
             * @description Done of done and missed; null: neither yet
             */
            rate_30d: number | null;
            /** Rate 90D */
            rate_90d: number | null;
            /** Skipped */
            skipped: number;
            /**
             * Slot Number
             * @description Which of how many, like 4 of 10; null if endless
             */
            slot_number: string | null;
            /** Slots Done */
            slots_done: number;
            streak: components["schemas"]["StreakOut"];
        };
        /**
         * IdentitiesOut
         * @description Every identity that opens the account.
         */
        IdentitiesOut: {
            /** Items */
            items: components["schemas"]["IdentityOut"][];
        };
        /**
         * IdentityIn
         * @description An access token of the other issuer: that shows who one is there.
         */
        IdentityIn: {
            /** Token */
            token: string;
        };
        /**
         * IdentityOut
         * @description Who the owner of the account is at another issuer.
         */
        IdentityOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Issuer */
            issuer: string;
            /**
             * Label
             * @description As the settings call the issuer; null if not any more
             */
            label: string | null;
            /** Subject */
            subject: string;
            /**
             * Used At
             * Format: date-time
             */
            used_at: string;
        };
        /**
         * ImportListOut
         * @description The imports of an account, the newest first.
         */
        ImportListOut: {
            /** Items */
            items: components["schemas"]["ImportOut"][];
        };
        /**
         * ImportOut
         * @description An import: how far it is, and what came of it.
         */
        ImportOut: {
            /** @description Null until it has ended */
            counts: components["schemas"]["api__schemas__transfers__CountsOut"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dry Run */
            dry_run: boolean;
            /**
             * Error
             * @description Why it failed; what was committed stays
             */
            error: string | null;
            /** File Bytes */
            file_bytes: number | null;
            /** File Name */
            file_name: string | null;
            /** Finished At */
            finished_at: string | null;
            /** Format */
            format: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Rows Done */
            rows_done: number;
            /**
             * Rows Total
             * @description Null: not counted yet
             */
            rows_total: number | null;
            /** Started At */
            started_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "uploading" | "waiting" | "running" | "done" | "failed" | "cancelled";
        };
        /**
         * InvitationMadeOut
         * @description A new invitation, and its link, shown this once.
         */
        InvitationMadeOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invited By */
            invited_by: string;
            /** Is Mailed */
            is_mailed: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "used" | "revoked" | "expired";
            /**
             * Url
             * @description The link to hand over; null if it goes by mail alone
             */
            url: string | null;
            /** Used At */
            used_at: string | null;
            /** Used By */
            used_by: string | null;
        };
        /**
         * InvitationOut
         * @description An invitation, good for one account.
         */
        InvitationOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invited By */
            invited_by: string;
            /** Is Mailed */
            is_mailed: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "used" | "revoked" | "expired";
            /** Used At */
            used_at: string | null;
            /** Used By */
            used_by: string | null;
        };
        /**
         * InvitationsOut
         * @description A page of invitations, the newest first.
         */
        InvitationsOut: {
            /** Items */
            items: components["schemas"]["InvitationOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
        };
        JsonValue: unknown;
        /**
         * KafkaPartOut
         * @description What the brokers say.
         */
        KafkaPartOut: {
            /**
             * Groups
             * @description Empty if they could not be asked
             */
            groups: components["schemas"]["GroupLagOut"][];
            /**
             * Reason
             * @description Why they could not be asked
             */
            reason: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "unavailable";
        };
        /**
         * LabelChange
         * @description Fields to change (RFC 7396): what is missing stays, null clears.
         */
        LabelChange: {
            /** Color */
            color?: string | null;
            /**
             * Is Favorite
             * @default false
             */
            is_favorite?: boolean;
            /**
             * Merge
             * @description If another label has the name, make one of the two
             * @default false
             */
            merge?: boolean;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Version
             * @description Refuse unless this is the stored version
             */
            version?: number | null;
        };
        /**
         * LabelCreate
         * @description A label to be.
         */
        LabelCreate: {
            /** Color */
            color?: string | null;
            /**
             * Is Favorite
             * @default false
             */
            is_favorite?: boolean;
            /** Name */
            name: string;
        };
        /**
         * LabelOut
         * @description A word that its owner puts on tasks.
         */
        LabelOut: {
            /** Color */
            color: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Favorite */
            is_favorite: boolean;
            /** Name */
            name: string;
            /** Open Tasks */
            open_tasks: number;
            /** Version */
            version: number;
        };
        /**
         * Part of LabelOut
         * @description A word that its owner puts on tasks.
         */
        LabelOutPart: {
            /** Color */
            color?: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Favorite */
            is_favorite?: boolean;
            /** Name */
            name?: string;
            /** Open Tasks */
            open_tasks?: number;
            /** Version */
            version?: number;
        };
        /**
         * LabelPageOut
         * @description A page of labels, by name.
         */
        LabelPageOut: {
            /** Items */
            items: components["schemas"]["LabelOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Part of LabelPageOut
         * @description A page of labels, by name.
         */
        LabelPageOutPart: {
            /** Items */
            items: components["schemas"]["LabelOutPart"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * LatenessOut
         * @description Milliseconds from the planned instant to the mail server's yes, of what was sent.
         */
        LatenessOut: {
            /**
             * Max
             * @description Exact
             */
            max: number;
            /**
             * P50
             * @description Half were as late as that or less; at most 4.5 % too high
             */
            p50: number;
            /** P95 */
            p95: number;
            /** P99 */
            p99: number;
        };
        /**
         * LeasesOut
         * @description Who publishes and who fires.
         */
        LeasesOut: {
            /** @description Of the outbox */
            lanes: components["schemas"]["ShareOut"];
            /**
             * Relays
             * @description Relays that are alive
             */
            relays: number;
            /** @description Of the reminders that wait */
            schedulers: components["schemas"]["ShareOut"];
        };
        /**
         * LetterDetailOut
         * @description A dead letter with everything. That it was shown is in the audit log.
         */
        LetterDetailOut: {
            /** Attempts */
            attempts: number | null;
            /** Close Reason */
            close_reason: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Closed By */
            closed_by: string | null;
            /** @description What was sent in its place */
            edited_value: components["schemas"]["BytesOut"] | null;
            /** Error */
            error: string | null;
            /** Error Class */
            error_class: string | null;
            /** Event Id */
            event_id: string | null;
            /** Event Type */
            event_type: string;
            /** Failure Kind */
            failure_kind: string | null;
            /** Fingerprint */
            fingerprint: string | null;
            /** First Failed At */
            first_failed_at: string | null;
            /**
             * Group
             * @description The worker that it failed in
             */
            group: string | null;
            /** Headers */
            headers: components["schemas"]["HeaderOut"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            key: components["schemas"]["BytesOut"] | null;
            /** Last Failed At */
            last_failed_at: string | null;
            /** Not Redrivable Because */
            not_redrivable_because: ("no_group" | "unknown_group" | "type_not_handled" | "redriven_too_often") | null;
            /** Offset */
            offset: number;
            /** Original Offset */
            original_offset: number | null;
            /** Original Partition */
            original_partition: number | null;
            /** Original Topic */
            original_topic: string | null;
            /** Partition */
            partition: number;
            /**
             * Recorded At
             * Format: date-time
             * @description When it died, as Kafka's record says
             */
            recorded_at: string;
            /** Redrivable */
            redrivable: boolean;
            /** Redrive Id */
            redrive_id: string | null;
            /**
             * Redrives
             * @description How often it had been redriven when it died
             */
            redrives: number;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "redriving" | "redriven" | "discarded";
            /** Subject */
            subject: string | null;
            /** Topic */
            topic: string;
            /** Traceparent */
            traceparent: string | null;
            /** User Id */
            user_id: string | null;
            value: components["schemas"]["BytesOut"] | null;
        };
        /**
         * LetterOut
         * @description A dead letter without its payload.
         */
        LetterOut: {
            /** Attempts */
            attempts: number | null;
            /** Close Reason */
            close_reason: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Closed By */
            closed_by: string | null;
            /** Error */
            error: string | null;
            /** Error Class */
            error_class: string | null;
            /** Event Id */
            event_id: string | null;
            /** Event Type */
            event_type: string;
            /** Failure Kind */
            failure_kind: string | null;
            /** Fingerprint */
            fingerprint: string | null;
            /** First Failed At */
            first_failed_at: string | null;
            /**
             * Group
             * @description The worker that it failed in
             */
            group: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Failed At */
            last_failed_at: string | null;
            /** Offset */
            offset: number;
            /** Original Offset */
            original_offset: number | null;
            /** Original Partition */
            original_partition: number | null;
            /** Original Topic */
            original_topic: string | null;
            /** Partition */
            partition: number;
            /**
             * Recorded At
             * Format: date-time
             * @description When it died, as Kafka's record says
             */
            recorded_at: string;
            /** Redrive Id */
            redrive_id: string | null;
            /**
             * Redrives
             * @description How often it had been redriven when it died
             */
            redrives: number;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "redriving" | "redriven" | "discarded";
            /** Subject */
            subject: string | null;
            /** Topic */
            topic: string;
            /** Traceparent */
            traceparent: string | null;
            /** User Id */
            user_id: string | null;
        };
        /**
         * LetterPageOut
         * @description A page of dead letters, the newest first.
         */
        LetterPageOut: {
            /** Items */
            items: components["schemas"]["LetterOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
        };
        /**
         * LinkIn
         * @description The provider to link the account to.
         */
        LinkIn: {
            /**
             * Next
             * @description Where to go on afterwards: a path on this server
             * @default /
             */
            next?: string;
            /** Provider */
            provider: string;
        };
        /**
         * LinkOut
         * @description Where the browser has to go; it keeps a cookie that the way back needs.
         */
        LinkOut: {
            /** Url */
            url: string;
        };
        /**
         * LinksOut
         * @description What stands beside Rondel, as browsers of operators reach it; null where none is set.
         */
        LinksOut: {
            /** Grafana */
            grafana: string | null;
            /**
             * Zipkin
             * @description A trace is at /zipkin/traces/{trace_id} behind it
             */
            zipkin: string | null;
        };
        /**
         * LivePartOut
         * @description Open pages at the API process that answered.
         */
        LivePartOut: {
            /** Clients */
            clients: number;
            /**
             * Connected
             * @description Whether it follows Kafka, so that they see changes
             */
            connected: boolean;
        };
        /**
         * MailSentOut
         * @description The address has to be confirmed first.
         */
        MailSentOut: {
            /**
             * State
             * @constant
             */
            state: "mail_sent";
        };
        /**
         * MemberOut
         * @description A process that handles partitions of a group.
         */
        MemberOut: {
            /** Client Id */
            client_id: string;
            /** Host */
            host: string;
            /** Partitions */
            partitions: number;
        };
        /**
         * MeOut
         * @description The account that is signed in, and how it can be signed in to.
         */
        MeOut: {
            /** All Day Default Reminders */
            all_day_default_reminders: string[];
            /** All Day Reminder Time */
            all_day_reminder_time: string;
            /** Default Channels */
            default_channels: string[];
            /** Default Reminders */
            default_reminders: string[];
            /** Digest At */
            digest_at: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            quiet_hours: components["schemas"]["QuietHoursModel"] | null;
            review: components["schemas"]["ReviewModel"] | null;
            /**
             * Role
             * @description What it may do beside its own tasks; operators see the system
             * @enum {string}
             */
            role: "user" | "operator" | "admin";
            sign_in_methods: components["schemas"]["SignInMethodsOut"];
            /**
             * Time Format
             * @enum {string}
             */
            time_format: "12h" | "24h";
            /**
             * Week Start
             * @enum {string}
             */
            week_start: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
            /** Zone */
            zone: string;
        };
        /**
         * MessageOut
         * @description What one side said.
         */
        MessageOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Number
             * @description Its place in the conversation
             */
            number: number;
            /** Parts */
            parts: (components["schemas"]["TextPartOut"] | components["schemas"]["ToolPartOut"] | components["schemas"]["NoticePartOut"] | components["schemas"]["QuestionPartOut"])[];
            /**
             * Role
             * @enum {string}
             */
            role: "user" | "assistant";
            /**
             * State
             * @description interrupted: the answer broke off; what had come of it is here
             * @enum {string}
             */
            state: "complete" | "interrupted";
        };
        /**
         * MinuteOut
         * @description Reminders that fire in one minute.
         */
        MinuteOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Reminders */
            reminders: number;
        };
        /**
         * MovedOut
         * @description What a change of zone has moved.
         */
        MovedOut: {
            /**
             * Examples
             * @description 10 at most
             */
            examples: components["schemas"]["MovedTaskOut"][];
            /**
             * Fixed Tasks
             * @description Open tasks with a zone of their own, which stay
             */
            fixed_tasks: number;
            /** Reminders Moved */
            reminders_moved: number;
            /** Tasks Moved */
            tasks_moved: number;
        };
        /**
         * MovedTaskOut
         * @description One task that stands at the same wall time and at another instant.
         */
        MovedTaskOut: {
            /** After */
            after: string | null;
            /** Before */
            before: string | null;
            /** Datetime Local */
            datetime_local: string | null;
            /**
             * Task Id
             * Format: uuid
             */
            task_id: string;
            /** Title */
            title: string;
        };
        /**
         * MoveIn
         * @description Where a task is to stand: before or after another, or behind all others of a place.
         *
         *     What is missing of the place is as that of the other task, without one as it was.
         */
        MoveIn: {
            /** After */
            after?: string | null;
            /** Before */
            before?: string | null;
            /** Parent Id */
            parent_id?: string | null;
            /** Project Id */
            project_id?: string | null;
            /** Section Id */
            section_id?: string | null;
        };
        /**
         * NagIn
         * @description The reminder comes again until the task is done.
         */
        NagIn: {
            /**
             * Every
             * @description ISO 8601 duration from one message to the next: PT5M to P1D
             */
            every: string;
            /**
             * Max
             * @description Messages in all, the first included
             * @default 20
             */
            max?: number;
        };
        /**
         * NagOut
         * @description How a reminder comes again, and how often it has.
         */
        NagOut: {
            /** Every */
            every: string;
            /** Max */
            max: number;
            /**
             * Sent
             * @description Messages so far
             */
            sent: number;
        };
        /**
         * NewAddress
         * @description The address that the account is to have.
         */
        NewAddress: {
            /** Email */
            email: string;
        };
        /**
         * NewApiTokenOut
         * @description A token that was just made; `token` is never shown again.
         */
        NewApiTokenOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Hint
             * @description Its last characters
             */
            hint: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Scopes */
            scopes: ("read" | "tasks:write" | "ops" | "feeds" | "mcp")[];
            /** Token */
            token: string;
            /**
             * Used At
             * @description When it was used last, to the minute
             */
            used_at: string | null;
        };
        /**
         * NewChannelOut
         * @description A channel right after it was made, or got a new secret.
         */
        NewChannelOut: {
            channel: components["schemas"]["ChannelOut"];
            /**
             * Secret
             * @description Signs a webhook; it is shown this once
             */
            secret: string | null;
        };
        /**
         * NewCredentialIn
         * @description The answer of `navigator.credentials.create()`.
         */
        NewCredentialIn: {
            /**
             * Id
             * @description base64url
             */
            id: string;
            /**
             * Rawid
             * @description base64url
             */
            rawId: string;
            response: components["schemas"]["CreatedIn"];
            /**
             * Type
             * @constant
             */
            type: "public-key";
        };
        /**
         * NewInvitation
         * @description Who is invited: the owner of an address, by mail, or whoever gets the link.
         */
        NewInvitation: {
            /**
             * Days
             * @description How long it is good
             * @default 7
             */
            days?: number;
            /**
             * Email
             * @description The only address that it is good for; null for any
             */
            email?: string | null;
            /**
             * Send Mail
             * @description With an address: the link goes there and is not shown, so that nobody else can have it and the address needs no confirmation
             * @default true
             */
            send_mail?: boolean;
        };
        /**
         * NewPasskeyIn
         * @description A passkey that the browser has made.
         */
        NewPasskeyIn: {
            /**
             * Challenge Id
             * Format: uuid
             */
            challenge_id: string;
            /** Name */
            name: string;
            response: components["schemas"]["NewCredentialIn"];
        };
        /**
         * NoticePartOut
         * @description Something about the answer itself that its reader should know.
         */
        NoticePartOut: {
            /** Code */
            code: string;
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "notice";
        } & {
            [key: string]: unknown;
        };
        /**
         * OccurrenceOut
         * @description One slot of a series, or `count` slots from this one on.
         */
        OccurrenceOut: {
            /**
             * Count
             * @description More than 1: missed slots that were summed up
             */
            count: number;
            /**
             * Ended At
             * @description When it was done or skipped
             */
            ended_at: string | null;
            /**
             * Latest Task Id
             * @description The latest occurrence of its series, if any is left
             */
            latest_task_id: string | null;
            /** Logged At */
            logged_at: string | null;
            /**
             * Reason
             * @description Why it was skipped; null if it was not, or that is not known any more
             */
            reason: ("asked" | "auto_skip" | "vacation") | null;
            /**
             * Series Id
             * Format: uuid
             */
            series_id: string;
            /**
             * Slot
             * @description Its original local time, or date
             */
            slot: string;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "done" | "skipped" | "missed" | "moved";
            /**
             * Task Id
             * @description The occurrence, if there is one still
             */
            task_id: string | null;
            /**
             * Title
             * @description Its own, else that of the latest occurrence
             */
            title: string | null;
        };
        /**
         * OccurrencePageOut
         * @description A page of slots, the latest first.
         */
        OccurrencePageOut: {
            /** Items */
            items: components["schemas"]["OccurrenceOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * OpenLettersOut
         * @description Dead letters of one event type.
         */
        OpenLettersOut: {
            /** Event Type */
            event_type: string;
            /** Open */
            open: number;
        };
        /**
         * OutboxOut
         * @description Events that wait to be published.
         */
        OutboxOut: {
            /** Oldest Age Seconds */
            oldest_age_seconds: number | null;
            /** Waiting */
            waiting: number;
        };
        /**
         * OverviewOut
         * @description The installation at a glance.
         */
        OverviewOut: {
            /**
             * Counted At
             * Format: date-time
             */
            counted_at: string;
            database: components["schemas"]["DatabasePartOut"];
            kafka: components["schemas"]["KafkaPartOut"];
            links: components["schemas"]["LinksOut"];
            live: components["schemas"]["LivePartOut"];
        };
        /**
         * ParsedDue
         * @description A day, or a wall time; with a zone if it does not follow the owner's.
         */
        ParsedDue: {
            /** Date */
            date?: string | null;
            /** Datetime Local */
            datetime_local?: string | null;
            /** Zone */
            zone?: string | null;
        };
        /**
         * ParsedRecurrence
         * @description How it comes back.
         */
        ParsedRecurrence: {
            /**
             * Anchor
             * @enum {string}
             */
            anchor: "schedule" | "completion";
            /** Rrule */
            rrule: string;
        };
        /**
         * ParsedReminder
         * @description Either an offset from the due time, or an instant.
         */
        ParsedReminder: {
            /** At */
            at?: string | null;
            /** Offset */
            offset?: string | null;
        };
        /**
         * ParsedTask
         * @description The body that `POST /api/tasks` takes as it is; what nobody said is left out.
         */
        ParsedTask: {
            due?: components["schemas"]["ParsedDue"] | null;
            /** Labels */
            labels?: string[] | null;
            /** Priority */
            priority?: ("high" | "medium" | "low" | "none") | null;
            /** Project Id */
            project_id?: string | null;
            recurrence?: components["schemas"]["ParsedRecurrence"] | null;
            /** Reminders */
            reminders?: components["schemas"]["ParsedReminder"][] | null;
            /**
             * Title
             * @description Empty if nothing is left, which is a problem, too
             */
            title: string;
        };
        /**
         * ParseIn
         * @description A sentence; zone, clock and words are the account's.
         */
        ParseIn: {
            /**
             * Literal
             * @description Places that are title, whatever they say: highlights that were taken back
             */
            literal?: components["schemas"]["PlaceIn"][];
            /**
             * Now
             * @description When it is said; the server's clock if it is left out
             */
            now?: string | null;
            /** Text */
            text: string;
            /**
             * Zone
             * @description IANA zone; the account's if it is left out
             */
            zone?: string | null;
        };
        /**
         * ParseOut
         * @description A task, and how the sentence was read.
         */
        ParseOut: {
            /**
             * Choices
             * @description 20 at most
             */
            choices: components["schemas"]["ChoiceOut"][];
            /** Highlights */
            highlights: components["schemas"]["HighlightOut"][];
            /**
             * Problems
             * @description 20 at most
             */
            problems: components["schemas"]["WordProblemOut"][];
            task: components["schemas"]["ParsedTask"];
            /** Title */
            title: string;
        };
        /**
         * PartitionLagOut
         * @description Where a group stands in one partition.
         */
        PartitionLagOut: {
            /**
             * End
             * @description The offset that the next record will get
             */
            end: number;
            /**
             * Host
             * @description Where the member is that has it; null if nobody has it
             */
            host: string | null;
            /** Lag */
            lag: number;
            /** Oldest Age Seconds */
            oldest_age_seconds: number | null;
            /** Partition */
            partition: number;
            /**
             * Position
             * @description The offset that the group goes on with
             */
            position: number;
            /** Topic */
            topic: string;
        };
        /**
         * PasskeyChange
         * @description Another name.
         */
        PasskeyChange: {
            /** Name */
            name: string;
        };
        /**
         * PasskeyConfirmation
         * @description A passkey with which somebody who is signed in shows who they are.
         */
        PasskeyConfirmation: {
            /**
             * Challenge Id
             * Format: uuid
             */
            challenge_id: string;
            response: components["schemas"]["CredentialIn"];
        };
        /**
         * PasskeyOptionsOut
         * @description What the browser is given; send its answer with `challenge_id`, once.
         */
        PasskeyOptionsOut: {
            /**
             * Challenge Id
             * Format: uuid
             */
            challenge_id: string;
            /**
             * Options
             * @description For `PublicKeyCredential.parseCreationOptionsFromJSON()`, or `parseRequestOptionsFromJSON()` at sign-in
             */
            options: {
                [key: string]: unknown;
            };
        };
        /**
         * PasskeyOut
         * @description A passkey.
         */
        PasskeyOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Is Backed Up
             * @description Whether its owner's other devices have it, too
             */
            is_backed_up: boolean;
            /** Name */
            name: string;
            /** Transports */
            transports: string[];
            /** Used At */
            used_at: string | null;
        };
        /**
         * PasskeySignIn
         * @description A passkey that somebody signs in with.
         */
        PasskeySignIn: {
            /**
             * Challenge Id
             * Format: uuid
             */
            challenge_id: string;
            response: components["schemas"]["CredentialIn"];
            /**
             * Session
             * @description Where the refresh token goes: into the answer, or, for the pages of a browser, into a cookie that scripts cannot read
             * @default bearer
             * @enum {string}
             */
            session?: "bearer" | "cookie";
        };
        /**
         * PasskeysOut
         * @description The passkeys of an account, the oldest first.
         */
        PasskeysOut: {
            /** Items */
            items: components["schemas"]["PasskeyOut"][];
        };
        /**
         * PasswordChange
         * @description The password that was, and the one to be.
         */
        PasswordChange: {
            /** Current Password */
            current_password: string;
            /**
             * New Password
             * @description 10 to 1024 characters, and not one of the most common ones
             */
            new_password: string;
        };
        /**
         * PasswordReset
         * @description The link of the mail, and the new password.
         */
        PasswordReset: {
            /**
             * Password
             * @description 10 to 1024 characters, and not one of the most common ones
             */
            password: string;
            /**
             * Token
             * @description The last part of the link in the mail
             */
            token: string;
        };
        /**
         * PauseOrder
         * @description Why a kind of worker is to rest.
         */
        PauseOrder: {
            /**
             * Reason
             * @description For those who find it resting
             */
            reason: string;
        };
        /**
         * PlaceIn
         * @description Characters from `start` to `end`, the last one not included, in Unicode code points.
         */
        PlaceIn: {
            /** End */
            end: number;
            /** Start */
            start: number;
        };
        /**
         * PostponeIn
         * @description When instead: a time, or how much later than it is due now.
         */
        PostponeIn: {
            /**
             * By
             * @description ISO 8601 duration: P1D is a day, PT1H an hour
             */
            by?: string | null;
            to?: components["schemas"]["DueIn"] | null;
        };
        /**
         * PreferencesChange
         * @description Preferences to change (RFC 7396): what is missing stays; null switches off.
         */
        PreferencesChange: {
            /**
             * All Day Default Reminders
             * @description The same for a task with a date alone
             * @default []
             */
            all_day_default_reminders?: string[];
            /**
             * All Day Reminder Time
             * @description When a task with a date alone reminds
             * @default 09:00:00
             */
            all_day_reminder_time?: string;
            /**
             * Default Channels
             * @description email, or ids of channels
             * @default []
             */
            default_channels?: string[];
            /**
             * Default Reminders
             * @description Offsets for a task with a due time when nothing is said
             * @default []
             */
            default_reminders?: string[];
            /**
             * Digest At
             * @description Time of the morning digest
             */
            digest_at?: string | null;
            /**
             * Name
             * @default
             */
            name?: string;
            quiet_hours?: components["schemas"]["QuietHoursModel"] | null;
            /** @description Time of the weekly review */
            review?: components["schemas"]["ReviewModel"] | null;
            /**
             * Time Format
             * @default 24h
             * @enum {string}
             */
            time_format?: "12h" | "24h";
            /**
             * Week Start
             * @default MO
             * @enum {string}
             */
            week_start?: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
            /**
             * Zone
             * @description IANA zone; what floats moves with it
             * @default
             */
            zone?: string;
        };
        /**
         * PreferencesOut
         * @description The account after a change; `moved` is null unless the zone is another one.
         */
        PreferencesOut: {
            /** All Day Default Reminders */
            all_day_default_reminders: string[];
            /** All Day Reminder Time */
            all_day_reminder_time: string;
            /** Default Channels */
            default_channels: string[];
            /** Default Reminders */
            default_reminders: string[];
            /** Digest At */
            digest_at: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            moved: components["schemas"]["MovedOut"] | null;
            /** Name */
            name: string;
            quiet_hours: components["schemas"]["QuietHoursModel"] | null;
            review: components["schemas"]["ReviewModel"] | null;
            /**
             * Role
             * @description What it may do beside its own tasks; operators see the system
             * @enum {string}
             */
            role: "user" | "operator" | "admin";
            sign_in_methods: components["schemas"]["SignInMethodsOut"];
            /**
             * Time Format
             * @enum {string}
             */
            time_format: "12h" | "24h";
            /**
             * Week Start
             * @enum {string}
             */
            week_start: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
            /** Zone */
            zone: string;
        };
        /**
         * PreviewDateOut
         * @description A date to come.
         */
        PreviewDateOut: {
            /**
             * At
             * Format: date-time
             * @description Its instant; of a date the start of that day
             */
            at: string;
            note: components["schemas"]["DstNoteOut"] | null;
            /**
             * Number
             * @description Its place in a rule that ends: slot 4 of 10
             */
            number: number | null;
            /**
             * Slot
             * @description Its local time, or date
             */
            slot: string;
        };
        /**
         * PreviewIn
         * @description A rule with its start; what is left out is as it would be for a new task of the account.
         */
        PreviewIn: {
            /**
             * Anchor
             * @default schedule
             * @enum {string}
             */
            anchor?: "schedule" | "completion";
            /**
             * Dtstart
             * @description A day, or a wall time; today if it is left out
             */
            dtstart?: string | null;
            /**
             * Exdates
             * @description Slots that do not occur
             */
            exdates?: string[];
            /**
             * N
             * @description How many dates at most
             * @default 10
             */
            n?: number;
            /**
             * Pattern
             * @description daily, weekly, monthly, yearly, or an RRULE
             */
            pattern?: string | null;
            /**
             * Rdates
             * @description Slots besides the rule's
             */
            rdates?: string[];
            /** Rrule */
            rrule?: string | null;
            /**
             * Week Start
             * @description For weekly; the account's if it is left out
             */
            week_start?: ("MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU") | null;
            /**
             * Zone
             * @description IANA zone; the account's if it is left out
             */
            zone?: string | null;
        };
        /**
         * Problem
         * @description A problem document (RFC 9457). Some codes add members of their own.
         */
        Problem: {
            /**
             * Code
             * @description The kind of problem, stable, for programs
             */
            code: string;
            /**
             * Detail
             * @description This occurrence, in words
             */
            detail: string;
            /**
             * Errors
             * @description What is wrong with the request, field by field; 20 at most
             * @default null
             */
            errors?: components["schemas"]["FieldProblem"][] | null;
            /**
             * Instance
             * @description The request id, as in the log
             */
            instance: string;
            /**
             * More Errors
             * @description How many errors more there are than are listed
             * @default null
             */
            more_errors?: number | null;
            /**
             * Status
             * @description The HTTP status
             */
            status: number;
            /**
             * Title
             * @description The kind of problem, in words
             */
            title: string;
            /**
             * Type
             * @description Where this server explains the problem
             */
            type: string;
        };
        /**
         * ProjectChange
         * @description Fields to change (RFC 7396): what is missing stays, null clears.
         */
        ProjectChange: {
            /** Color */
            color?: string | null;
            /** Default Reminders */
            default_reminders?: string[] | null;
            /**
             * Is Favorite
             * @default false
             */
            is_favorite?: boolean;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Version
             * @description Refuse unless this is the stored version
             */
            version?: number | null;
        };
        /**
         * ProjectCreate
         * @description A project to be.
         */
        ProjectCreate: {
            /** Color */
            color?: string | null;
            /**
             * Default Reminders
             * @description ISO 8601 offsets for tasks with a due time; null: those of the account
             */
            default_reminders?: string[] | null;
            /**
             * Is Favorite
             * @default false
             */
            is_favorite?: boolean;
            /** Name */
            name: string;
        };
        /**
         * ProjectOrder
         * @description Every project that is not archived, in the order in which they are to stand.
         */
        ProjectOrder: {
            /** Ids */
            ids: string[];
        };
        /**
         * ProjectOut
         * @description A project.
         */
        ProjectOut: {
            /** Archived */
            archived: boolean;
            /** Archived At */
            archived_at: string | null;
            /** Color */
            color: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Default Reminders */
            default_reminders: string[] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Favorite */
            is_favorite: boolean;
            /** Name */
            name: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Part of ProjectOut
         * @description A project.
         */
        ProjectOutPart: {
            /** Archived */
            archived?: boolean;
            /** Archived At */
            archived_at?: string | null;
            /** Color */
            color?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at?: string;
            /** Default Reminders */
            default_reminders?: string[] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Favorite */
            is_favorite?: boolean;
            /** Name */
            name?: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at?: string;
            /** Version */
            version?: number;
        };
        /**
         * ProjectPageOut
         * @description A page of projects in their order: that of creation, unless they were moved.
         */
        ProjectPageOut: {
            /** Items */
            items: components["schemas"]["ProjectOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Part of ProjectPageOut
         * @description A page of projects in their order: that of creation, unless they were moved.
         */
        ProjectPageOutPart: {
            /** Items */
            items: components["schemas"]["ProjectOutPart"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ProofIn
         * @description A code of the app or a recovery code, one of the two.
         */
        ProofIn: {
            /** Code */
            code?: string | null;
            /** Recovery Code */
            recovery_code?: string | null;
        };
        /**
         * ProposalOut
         * @description What the assistant would do once its owner says yes.
         */
        ProposalOut: {
            /** Changes */
            changes: components["schemas"]["ProposedChangeOut"][];
            /**
             * Conversation Id
             * @description null: a program asked, outside of any
             */
            conversation_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * State
             * @description pending waits for a yes; applied is carried out, or being so
             * @enum {string}
             */
            state: "pending" | "applied" | "dismissed" | "failed" | "expired";
            /**
             * Undo Ids
             * @description What takes the changes back, once they are made
             */
            undo_ids: string[];
            /** Words */
            words: string;
        };
        /**
         * ProposedChangeOut
         * @description One line of what would change, in words.
         */
        ProposedChangeOut: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Field */
            field: string;
            /**
             * Task Id
             * @description null: the task is to be made
             */
            task_id: string | null;
            /** Title */
            title: string;
        };
        /**
         * ProviderOut
         * @description A provider that people sign in with.
         */
        ProviderOut: {
            /**
             * Label
             * @description What the button says
             */
            label: string;
            /** Name */
            name: string;
            /**
             * Start
             * @description Where the button leads; `?next=/path` says where to go on afterwards
             */
            start: string;
        };
        /**
         * ProvidersOut
         * @description Every provider.
         */
        ProvidersOut: {
            /** Items */
            items: components["schemas"]["ProviderOut"][];
        };
        /**
         * PunctualityOut
         * @description How punctual reminders were.
         */
        PunctualityOut: {
            /**
             * Counted At
             * Format: date-time
             * @description When these numbers were read
             */
            counted_at: string;
            last_24_hours: components["schemas"]["WindowOut"];
            last_30_days: components["schemas"]["WindowOut"];
            /** Late After Ms */
            late_after_ms: number;
            /**
             * Measured Since
             * @description The hour of the first message that was counted; null if none was
             */
            measured_since: string | null;
            /**
             * Waiting Since
             * @description For when the oldest reminder was planned that should have left more than a minute ago and waits still; null if none does
             */
            waiting_since: string | null;
        };
        /**
         * PunctualityPartOut
         * @description How punctual reminders were lately.
         */
        PunctualityPartOut: {
            last_24_hours: components["schemas"]["WindowOut"];
            /** @description From the full hour before the present one */
            last_hour: components["schemas"]["WindowOut"];
            /** Late After Ms */
            late_after_ms: number;
            /**
             * Waiting Since
             * @description As of the status: the oldest that is late by more than a minute and waits
             */
            waiting_since: string | null;
        };
        /**
         * QuestionPartOut
         * @description Which task is meant; the answer is a message with the number of an option, from 1.
         */
        QuestionPartOut: {
            /**
             * Options
             * @description `id`, `title` and `due` of each
             */
            options: {
                [key: string]: unknown;
            }[];
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "question";
        } & {
            [key: string]: unknown;
        };
        /**
         * QuietHoursModel
         * @description Nothing is sent from then until then, perhaps of the next day.
         */
        QuietHoursModel: {
            /** From */
            from: string;
            /** Until */
            until: string;
        };
        /**
         * ReasonOut
         * @description One thing that did not come over, or not as it was.
         */
        ReasonOut: {
            /** Code */
            code: string;
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * ReceiptChannelOut
         * @description The way it went: email, or a channel of the account.
         */
        ReceiptChannelOut: {
            /**
             * Id
             * @description email, or the channel's id
             */
            id: string;
            /**
             * Kind
             * @description null if the channel is not there any more
             */
            kind: string | null;
            /** Name */
            name: string | null;
        };
        /**
         * ReceiptOut
         * @description What became of one message, or why there is none.
         */
        ReceiptOut: {
            /** Attempts */
            attempts: number;
            /** Carried At */
            carried_at: string | null;
            /**
             * Carried By
             * @description The bundle that it was held up for
             */
            carried_by: string | null;
            channel: components["schemas"]["ReceiptChannelOut"] | null;
            /**
             * Given Up
             * @description It failed because no try was left, not because it was refused
             */
            given_up: boolean;
            /**
             * Id
             * @description null for a reminder that nothing was made of yet
             */
            id: string | null;
            /** Lateness Ms */
            lateness_ms: number | null;
            /** Message Id */
            message_id: string | null;
            /** Planned At */
            planned_at: string | null;
            /**
             * Provider Answer
             * @description What the other side said
             */
            provider_answer: string | null;
            /**
             * Reason
             * @description A code, or what the channel said
             */
            reason: string | null;
            /**
             * Reminder Id
             * Format: uuid
             */
            reminder_id: string;
            /**
             * Resends
             * @description Attempts after one whose result nobody knows
             */
            resends: number;
            /** Sent At */
            sent_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "sending" | "sent" | "failed" | "skipped" | "deferred" | "planned" | "idle" | "cancelled";
            /**
             * Task Id
             * @description null for a digest
             */
            task_id: string | null;
            /**
             * Words
             * @description The same for people, in English, in the account's zone
             */
            words: string;
        };
        /**
         * ReceiptPageOut
         * @description A page of receipts.
         */
        ReceiptPageOut: {
            /** Items */
            items: components["schemas"]["ReceiptOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ReceiptsOut
         * @description Receipts, what is planned last first.
         */
        ReceiptsOut: {
            /** Items */
            items: components["schemas"]["ReceiptOut"][];
        };
        /**
         * RecordOut
         * @description Where a record stands in Kafka.
         */
        RecordOut: {
            /** Offset */
            offset: number;
            /** Partition */
            partition: number;
            /**
             * Recorded At
             * Format: date-time
             * @description When the activity worker saw it
             */
            recorded_at: string;
            /** Topic */
            topic: string;
        };
        /**
         * RecoveryCodesOut
         * @description The recovery codes, shown this once; each is good once.
         */
        RecoveryCodesOut: {
            /** Recovery Codes */
            recovery_codes: string[];
        };
        /**
         * RecurrenceIn
         * @description How a task comes back: an RRULE (RFC 5545) or a plain pattern, and what it counts from.
         */
        RecurrenceIn: {
            /**
             * Anchor
             * @description Count from the schedule, or from the completion
             * @default schedule
             * @enum {string}
             */
            anchor?: "schedule" | "completion";
            /** Auto Skip Minutes */
            auto_skip_minutes?: number | null;
            /**
             * Exdates
             * @description Slots that do not occur
             */
            exdates?: string[];
            /**
             * Missed Policy
             * @default collapse
             * @enum {string}
             */
            missed_policy?: "collapse" | "keep_each" | "auto_skip";
            /**
             * Pattern
             * @description daily, weekly, monthly, yearly, or an RRULE
             */
            pattern?: string | null;
            /**
             * Rdates
             * @description Slots besides those of the rule
             */
            rdates?: string[];
            /**
             * Reset Subtasks
             * @default true
             */
            reset_subtasks?: boolean;
            /** Rrule */
            rrule?: string | null;
        };
        /**
         * RecurrenceOut
         * @description How a task comes back.
         */
        RecurrenceOut: {
            /**
             * Anchor
             * @enum {string}
             */
            anchor: "schedule" | "completion";
            /** Auto Skip Minutes */
            auto_skip_minutes: number | null;
            /** Exdates */
            exdates: string[];
            /**
             * Missed Policy
             * @enum {string}
             */
            missed_policy: "collapse" | "keep_each" | "auto_skip";
            /** Rdates */
            rdates: string[];
            /** Reset Subtasks */
            reset_subtasks: boolean;
            /** Rrule */
            rrule: string;
        };
        /**
         * RedriveIn
         * @description An order to have dead letters handled once more.
         */
        RedriveIn: {
            /**
             * Dry Run
             * @description Only count
             * @default false
             */
            dry_run?: boolean;
            /**
             * Expected Count
             * @description Refuse if it is another number by now
             */
            expected_count?: number | null;
            /**
             * Forced
             * @description Also those that died again after two redrives
             * @default false
             */
            forced?: boolean;
            /**
             * Rate Per Second
             * @default 50
             */
            rate_per_second?: number;
            /**
             * Reason
             * @description Needed unless dry_run
             * @default
             */
            reason?: string;
            selection: components["schemas"]["SelectionIn"];
        };
        /**
         * RedriveOneIn
         * @description An order for one dead letter, with another value if one is given.
         */
        RedriveOneIn: {
            /**
             * Forced
             * @description Also if the value does not fit, or after two redrives
             * @default false
             */
            forced?: boolean;
            /** Reason */
            reason: string;
            /**
             * Value
             * @description Sent in the place of the original value
             */
            value?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
        };
        /**
         * RedriveOrderOut
         * @description The order, null after a dry run, and the selection beside it.
         */
        RedriveOrderOut: {
            preview: components["schemas"]["api__schemas__dead_letters__PreviewOut"];
            redrive: components["schemas"]["RedriveOut"] | null;
        };
        /**
         * RedriveOut
         * @description An order and how far it is.
         */
        RedriveOut: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Asked By */
            asked_by: string;
            /** Cancelled At */
            cancelled_at: string | null;
            /** Done */
            done: number;
            /** Finished At */
            finished_at: string | null;
            /** Forced */
            forced: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Left */
            left: number;
            /** Rate Per Second */
            rate_per_second: number;
            /** Reason */
            reason: string;
            /**
             * Refused
             * @description Too large for Kafka; open again
             */
            refused: number;
            /**
             * Returned
             * @description Open again by a cancellation
             */
            returned: number;
            /** Selection */
            selection: {
                [key: string]: unknown;
            };
            /**
             * State
             * @enum {string}
             */
            state: "running" | "finished" | "cancelled";
            /** Total */
            total: number;
        };
        /**
         * RedrivePageOut
         * @description A page of redrives, the newest first.
         */
        RedrivePageOut: {
            /** Items */
            items: components["schemas"]["RedriveOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
        };
        /**
         * RefreshRequest
         * @description The refresh token of a program; a browser leaves it out, its cookie has it.
         */
        RefreshRequest: {
            /** Refresh Token */
            refresh_token?: string | null;
        };
        /**
         * ReminderIn
         * @description A reminder relative to the due or start time, or at an instant.
         */
        ReminderIn: {
            /** At */
            at?: string | null;
            /**
             * Channels
             * @description email, or ids of channels; those of the account if left out
             */
            channels?: string[] | null;
            nag?: components["schemas"]["NagIn"] | null;
            /**
             * Offset
             * @description ISO 8601 duration: -PT30M is half an hour before
             */
            offset?: string | null;
            /**
             * Relative To
             * @description What offset counts from; due if left out
             */
            relative_to?: ("due" | "start") | null;
            /**
             * Type
             * @description May be left out: offset makes it relative, at absolute
             */
            type?: ("relative" | "absolute") | null;
            /**
             * Urgent
             * @description Quiet hours do not hold it up
             * @default false
             */
            urgent?: boolean;
        };
        /**
         * ReminderOut
         * @description A reminder and what became of it.
         */
        ReminderOut: {
            /**
             * At
             * @description The instant asked for, if absolute
             */
            at: string | null;
            /** Channels */
            channels: string[];
            /**
             * Fire At
             * @description When it fires or fired
             */
            fire_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            nag: components["schemas"]["NagOut"] | null;
            /** Offset */
            offset: string | null;
            /** Reason */
            reason: string | null;
            /**
             * Relative To
             * @description null if absolute
             */
            relative_to: ("due" | "start") | null;
            /**
             * Snooze Of
             * @description The reminder that was put off until this one
             */
            snooze_of: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "idle" | "scheduled" | "deferred" | "sent" | "failed" | "skipped" | "cancelled";
            /**
             * Type
             * @enum {string}
             */
            type: "relative" | "absolute";
            /** Urgent */
            urgent: boolean;
        };
        /**
         * ReminderWordsOut
         * @description What becomes of one reminder.
         */
        ReminderWordsOut: {
            /**
             * Code
             * @description planned, snooze, quiet_hours (held up until then), sent, failed, or why it does not come: vacation, past, no_due, task_done, snoozed, channel_disabled, …
             */
            code: string;
            /**
             * Fires At
             * @description When its next message leaves; null if never
             */
            fires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Text */
            text: string;
        };
        /**
         * ReplayedOut
         * @description The deliveries that wait to be sent now.
         */
        ReplayedOut: {
            /** Ids */
            ids: string[];
        };
        /**
         * ReplayIn
         * @description What to send again.
         */
        ReplayIn: {
            /**
             * Failed Since
             * Format: date-time
             * @description What has failed since then, at most 1,000
             */
            failed_since: string;
        };
        /**
         * ReportOut
         * @description A page of the report.
         */
        ReportOut: {
            /** Items */
            items: components["schemas"]["ReportRowOut"][];
            /**
             * Next After
             * @description For the next page; null on the last
             */
            next_after: number | null;
        };
        /**
         * ReportRowOut
         * @description A row of the file that was not simply taken over.
         */
        ReportRowOut: {
            /**
             * Excerpt
             * @description Its title; how it begins if it has none
             */
            excerpt: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "lossy" | "skipped" | "failed";
            /** Reasons */
            reasons: components["schemas"]["ReasonOut"][];
            /**
             * Row
             * @description In a CSV the row of a spreadsheet, whose header is 1; else in order from 1
             */
            row: number;
        };
        /**
         * RestoredOut
         * @description The task that is back, with those that were deleted with it behind.
         */
        RestoredOut: {
            /**
             * Lost
             * @description Where the first one stood before and does not any more: that is gone
             */
            lost: ("parent_id" | "project_id" | "section_id")[];
            /** Tasks */
            tasks: components["schemas"]["TaskOut"][];
        };
        /**
         * RetryPoliciesOut
         * @description The retry policies of all event types that are handled.
         */
        RetryPoliciesOut: {
            /** Items */
            items: components["schemas"]["RetryPolicyOut"][];
        };
        /**
         * RetryPolicyOut
         * @description What becomes of an event that could not be handled, before it is a dead letter.
         */
        RetryPolicyOut: {
            /**
             * Delays Seconds
             * @description Then once after each of these, and up to a tenth more
             */
            delays_seconds: number[];
            /** Event Type */
            event_type: string;
            /**
             * Groups
             * @description The workers that handle it; each tries by itself
             */
            groups: string[];
            /** In All Seconds */
            in_all_seconds: number;
            /**
             * Pause Seconds
             * @description Between the first two; then twice as long each time
             */
            pause_seconds: number;
            /**
             * Tries Here
             * @description Tries in the process that has it
             */
            tries_here: number;
        };
        /**
         * RetryTierOut
         * @description A retry topic of a group. What waits there is not late: it has to wait.
         */
        RetryTierOut: {
            /** Delay Seconds */
            delay_seconds: number;
            /**
             * Next At
             * @description When the oldest of them is tried again, to some percent of the time that it has waited; null if nothing waits
             */
            next_at: string | null;
            /** Topic */
            topic: string;
            /** Waiting */
            waiting: number;
        };
        /**
         * ReviewModel
         * @description The weekly review comes on this day at this time.
         */
        ReviewModel: {
            /** At */
            at: string;
            /**
             * Weekday
             * @enum {string}
             */
            weekday: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
        };
        /**
         * RoleChange
         * @description What the account may do from now on.
         */
        RoleChange: {
            /**
             * Role
             * @enum {string}
             */
            role: "user" | "operator" | "admin";
        };
        /**
         * ScheduleOut
         * @description What will happen next to a task and why, in English, in the account's zone and clock.
         */
        ScheduleOut: {
            /**
             * Next
             * @description What follows this occurrence when it is done now, 3 at most
             */
            next: components["schemas"]["ComingSlotOut"][];
            /** Reminders */
            reminders: components["schemas"]["ReminderWordsOut"][];
            /** Sentences */
            sentences: components["schemas"]["SentenceOut"][];
            /**
             * Text
             * @description All of it in one paragraph
             */
            text: string;
        };
        /**
         * SecondFactorAnswer
         * @description The second step of a sign-in.
         */
        SecondFactorAnswer: {
            /**
             * Challenge Id
             * Format: uuid
             * @description From the problem that the first step was answered with
             */
            challenge_id: string;
            /** Code */
            code?: string | null;
            /** Recovery Code */
            recovery_code?: string | null;
            /**
             * Session
             * @description Where the refresh token goes: into the answer, or, for the pages of a browser, into a cookie that scripts cannot read
             * @default bearer
             * @enum {string}
             */
            session?: "bearer" | "cookie";
        };
        /**
         * SecondFactorSetupOut
         * @description What goes into an authenticator app; shown this once.
         */
        SecondFactorSetupOut: {
            /**
             * Secret
             * @description In base 32, to be typed in
             */
            secret: string;
            /**
             * Uri
             * @description otpauth://…, to be shown as a QR code
             */
            uri: string;
        };
        /**
         * SectionChange
         * @description Another name for a section.
         */
        SectionChange: {
            /** Name */
            name: string;
            /**
             * Version
             * @description Refuse unless this is the stored version
             */
            version?: number | null;
        };
        /**
         * SectionCreate
         * @description A section to be, behind the others.
         */
        SectionCreate: {
            /** Name */
            name: string;
        };
        /**
         * SectionListOut
         * @description The sections of a project, in their order.
         */
        SectionListOut: {
            /** Items */
            items: components["schemas"]["SectionOut"][];
        };
        /**
         * Part of SectionListOut
         * @description The sections of a project, in their order.
         */
        SectionListOutPart: {
            /** Items */
            items: components["schemas"]["SectionOutPart"][];
        };
        /**
         * SectionOrder
         * @description Every section of the project, in the order in which they are to stand.
         */
        SectionOrder: {
            /** Ids */
            ids: string[];
        };
        /**
         * SectionOut
         * @description A heading within a project.
         */
        SectionOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Part of SectionOut
         * @description A heading within a project.
         */
        SectionOutPart: {
            /**
             * Created At
             * Format: date-time
             */
            created_at?: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name?: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id?: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at?: string;
            /** Version */
            version?: number;
        };
        /**
         * SelectionIn
         * @description Which dead letters to act on; only open ones are.
         */
        SelectionIn: {
            /**
             * All
             * @description Say so if every open dead letter is meant
             * @default false
             */
            all?: boolean;
            /** Error Class */
            error_class?: string | null;
            /** Event Type */
            event_type?: string | null;
            /**
             * Fingerprint
             * @description The same for errors from one place in the code
             */
            fingerprint?: string | null;
            /**
             * Group
             * @description The worker that they failed in
             */
            group?: string | null;
            /** Ids */
            ids?: string[] | null;
            /**
             * Since
             * @description Died then or later
             */
            since?: string | null;
            /**
             * Until
             * @description Died before
             */
            until?: string | null;
            /**
             * User
             * @description Id or e-mail address of an account
             */
            user?: string | null;
        };
        /**
         * SentenceOut
         * @description One thing that is worth knowing.
         */
        SentenceOut: {
            /**
             * Code
             * @description What it is about, such as rule, zone_floating, missed_collapse
             */
            code: string;
            /** Text */
            text: string;
        };
        /**
         * SessionOut
         * @description A device that is signed in. Send the token as `Authorization: Bearer <access_token>`.
         */
        SessionOut: {
            /** Access Token */
            access_token: string;
            /**
             * Expires In
             * @description Seconds until the access token has to be refreshed
             */
            expires_in: number;
            /**
             * Refresh Token
             * @description Good once; null if a cookie has it
             */
            refresh_token: string | null;
            /**
             * Session Id
             * Format: uuid
             */
            session_id: string;
            /**
             * Token Type
             * @constant
             */
            token_type: "Bearer";
            user: components["schemas"]["UserOut"];
        };
        /**
         * SessionsOut
         * @description The devices of an account.
         */
        SessionsOut: {
            /** Items */
            items: components["schemas"]["DeviceOut"][];
        };
        /**
         * SettingOut
         * @description A setting of the API process, as it is in effect.
         */
        SettingOut: {
            /** Description */
            description: string;
            /** Is Default */
            is_default: boolean;
            /** Is Secret */
            is_secret: boolean;
            /**
             * Is Set
             * @description Whether it has a value, shown or not
             */
            is_set: boolean;
            /**
             * Name
             * @description The environment variable
             */
            name: string;
            /**
             * Value
             * @description Null for a secret, or if not set
             */
            value: string | number | boolean | null;
        };
        /**
         * SettingsOut
         * @description The settings of the API process; secrets are not shown.
         */
        SettingsOut: {
            /** Items */
            items: components["schemas"]["SettingOut"][];
        };
        /**
         * ShareOut
         * @description Partitions that are leased to the processes that work on them.
         */
        ShareOut: {
            /**
             * Owners
             * @description Processes that hold some
             */
            owners: number;
            /** Total */
            total: number;
            /**
             * Unowned
             * @description Partitions that nobody holds
             */
            unowned: number[];
        };
        /**
         * SignIn
         * @description The way into an account.
         */
        SignIn: {
            /** Email */
            email: string;
            /** Password */
            password: string;
            /**
             * Session
             * @description Where the refresh token goes: into the answer, or, for the pages of a browser, into a cookie that scripts cannot read
             * @default bearer
             * @enum {string}
             */
            session?: "bearer" | "cookie";
        };
        /**
         * SignInMethodsOut
         * @description The ways into an account.
         */
        SignInMethodsOut: {
            /** Has Password */
            has_password: boolean;
            /**
             * Identities
             * @description Who its owner is at other issuers: how many
             */
            identities: number;
            /** Passkeys */
            passkeys: number;
            /**
             * Recovery Codes
             * @description How many are left
             */
            recovery_codes: number;
            /**
             * Second Factor
             * @description Whether the password alone is not enough
             */
            second_factor: boolean;
        };
        /**
         * SignUp
         * @description A new account.
         */
        SignUp: {
            /** Email */
            email: string;
            /**
             * Invitation
             * @description The last part of the link of an invitation
             */
            invitation?: string | null;
            /** Name */
            name?: string | null;
            /**
             * Password
             * @description 10 to 1024 characters, and not one of the most common ones
             */
            password: string;
            /**
             * Session
             * @description Where the refresh token goes: into the answer, or, for the pages of a browser, into a cookie that scripts cannot read
             * @default bearer
             * @enum {string}
             */
            session?: "bearer" | "cookie";
            /**
             * Zone
             * @description IANA zone that floating times follow
             * @default UTC
             */
            zone?: string;
        };
        /**
         * SkippedOut
         * @description A skipped occurrence, and what is open of its series now.
         */
        SkippedOut: {
            next: components["schemas"]["TaskOut"] | null;
            task: components["schemas"]["ChangedTaskOut"];
        };
        /**
         * SlotAheadOut
         * @description A slot of a series that has no task yet.
         */
        SlotAheadOut: {
            due: components["schemas"]["DueOut"];
            /**
             * Is Certain
             * @description false: the series counts from completions; then this is what comes if each is done when it is due
             */
            is_certain: boolean;
            /**
             * Priority
             * @enum {string}
             */
            priority: "high" | "medium" | "low" | "none";
            /** Project Id */
            project_id: string | null;
            /**
             * Series Id
             * Format: uuid
             */
            series_id: string;
            /**
             * Slot
             * @description Its local time, or date
             */
            slot: string;
            /**
             * Task Id
             * Format: uuid
             * @description The latest open task of the series
             */
            task_id: string;
            /** Title */
            title: string;
        };
        /**
         * SnoozeIn
         * @description Until when: exactly one of for, until and preset.
         */
        SnoozeIn: {
            /**
             * For
             * @description ISO 8601 duration: PT10M; days are calendar days
             */
            for?: string | null;
            /**
             * Preset
             * @description In the zone of the account: this_evening is the next 19:00; tomorrow, and next_week's Monday, at the time of day at which it is told of whole days
             */
            preset?: ("10m" | "1h" | "this_evening" | "tomorrow" | "next_week") | null;
            /**
             * Until
             * @description An instant ahead, by 366 days at most
             */
            until?: string | null;
        };
        /**
         * SnoozeManyIn
         * @description Which reminders, and until when.
         */
        SnoozeManyIn: {
            /**
             * For
             * @description ISO 8601 duration: PT10M; days are calendar days
             */
            for?: string | null;
            /** Ids */
            ids: string[];
            /**
             * Preset
             * @description In the zone of the account: this_evening is the next 19:00; tomorrow, and next_week's Monday, at the time of day at which it is told of whole days
             */
            preset?: ("10m" | "1h" | "this_evening" | "tomorrow" | "next_week") | null;
            /**
             * Until
             * @description An instant ahead, by 366 days at most
             */
            until?: string | null;
        };
        /**
         * SnoozeOut
         * @description The reminder that comes instead of one that was put off.
         */
        SnoozeOut: {
            /** Channels */
            channels: string[];
            /** Fire At */
            fire_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Nag Every */
            nag_every: string | null;
            /** Nag Max */
            nag_max: number | null;
            /**
             * Nag Sent
             * @description Messages so far, those of the original included
             */
            nag_sent: number;
            /** Reason */
            reason: string | null;
            /**
             * Snooze Of
             * @description The reminder that was put off; null for itself
             */
            snooze_of: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "idle" | "scheduled" | "deferred" | "sent" | "failed" | "skipped" | "cancelled";
            /**
             * Task Id
             * Format: uuid
             */
            task_id: string;
            /** Urgent */
            urgent: boolean;
        };
        /**
         * SnoozesOut
         * @description One a chain: ids of the same original give one.
         */
        SnoozesOut: {
            /** Items */
            items: components["schemas"]["SnoozeOut"][];
        };
        /**
         * StatsOut
         * @description Dead letters by event type and by fingerprint, the largest heaps first.
         */
        StatsOut: {
            /** By Event Type */
            by_event_type: components["schemas"]["HeapOut"][];
            /** By Fingerprint */
            by_fingerprint: components["schemas"]["HeapOut"][];
        };
        /**
         * StatusOut
         * @description How this installation is, for everybody.
         */
        StatusOut: {
            /**
             * Components
             * @description postgresql, kafka, and delivery: whether reminders leave
             */
            components: {
                [key: string]: "ok" | "degraded" | "down";
            };
            /** @description null if the numbers cannot be read now */
            reminders: components["schemas"]["PunctualityOut"] | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "down";
            /** Version */
            version: string;
        };
        /**
         * StreakOut
         * @description Slots done in a row. Skips and vacations neither count nor break.
         */
        StreakOut: {
            /** Current */
            current: number;
            /** Longest */
            longest: number;
        };
        /**
         * SubjectOut
         * @description What the timeline is about.
         */
        SubjectOut: {
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "user" | "task" | "reminder" | "event";
        };
        /**
         * TaskChange
         * @description Fields to change (RFC 7396): what is missing stays, null clears.
         *
         *     `due` and `recurrence` are replaced whole.
         */
        TaskChange: {
            /** Checklist */
            checklist?: components["schemas"]["ChecklistItemIn"][] | null;
            due?: components["schemas"]["DueIn"] | null;
            /** Labels */
            labels?: string[] | null;
            /** Notes */
            notes?: string | null;
            /**
             * Parent Id
             * @description The task that this is a part of
             */
            parent_id?: string | null;
            /**
             * Position
             * @description Key of the manual order, as it was read; to move a task there is a verb
             */
            position?: string | null;
            /** Priority */
            priority?: (("high" | "medium" | "low" | "none") | number) | null;
            /** Project Id */
            project_id?: string | null;
            recurrence?: components["schemas"]["RecurrenceIn"] | null;
            /**
             * Recurring Pattern
             * @description daily, weekly, monthly, yearly, or an RRULE; the older form of recurrence
             */
            recurring_pattern?: string | null;
            /**
             * Reminder At
             * @description One reminder at this instant; the older form of reminders
             */
            reminder_at?: string | null;
            /** Reminders */
            reminders?: components["schemas"]["ReminderIn"][] | null;
            /**
             * Section Id
             * @description A section of the project; another project clears it
             */
            section_id?: string | null;
            /** @description When it can be begun, in the zone of the due time */
            start?: components["schemas"]["DueIn"] | null;
            /**
             * Title
             * @default
             */
            title?: string;
            /**
             * Version
             * @description Refuse unless this is the stored version
             */
            version?: number | null;
        };
        /**
         * TaskCreate
         * @description A task to be. Without reminders it gets those that its project or its owner chose.
         */
        TaskCreate: {
            /** Checklist */
            checklist?: components["schemas"]["ChecklistItemIn"][] | null;
            due?: components["schemas"]["DueIn"] | null;
            /** Labels */
            labels?: string[] | null;
            /** Notes */
            notes?: string | null;
            /**
             * Parent Id
             * @description The task that this is a part of
             */
            parent_id?: string | null;
            /**
             * Position
             * @description Key of the manual order, as it was read; to move a task there is a verb
             */
            position?: string | null;
            /** Priority */
            priority?: (("high" | "medium" | "low" | "none") | number) | null;
            /** Project Id */
            project_id?: string | null;
            recurrence?: components["schemas"]["RecurrenceIn"] | null;
            /**
             * Recurring Pattern
             * @description daily, weekly, monthly, yearly, or an RRULE; the older form of recurrence
             */
            recurring_pattern?: string | null;
            /**
             * Reminder At
             * @description One reminder at this instant; the older form of reminders
             */
            reminder_at?: string | null;
            /** Reminders */
            reminders?: components["schemas"]["ReminderIn"][] | null;
            /**
             * Section Id
             * @description A section of the project; another project clears it
             */
            section_id?: string | null;
            /** @description When it can be begun, in the zone of the due time */
            start?: components["schemas"]["DueIn"] | null;
            /** Title */
            title: string;
        };
        /**
         * TaskOut
         * @description A task, or one occurrence of a series.
         */
        TaskOut: {
            /** Checklist */
            checklist: components["schemas"]["ChecklistItemOut"][];
            /** Completed */
            completed: boolean;
            /** Completed At */
            completed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            due: components["schemas"]["DueOut"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Labels */
            labels: string[];
            /** Notes */
            notes: string;
            /** Parent Id */
            parent_id: string | null;
            /**
             * Position
             * @description Key of the manual order, compared byte by byte
             */
            position: string;
            /**
             * Priority
             * @enum {string}
             */
            priority: "high" | "medium" | "low" | "none";
            /** Project Id */
            project_id: string | null;
            recurrence: components["schemas"]["RecurrenceOut"] | null;
            /**
             * Recurring Pattern
             * @description recurrence.rrule, for older clients
             */
            recurring_pattern: string | null;
            /** Reminders */
            reminders: components["schemas"]["ReminderOut"][];
            /** Section Id */
            section_id: string | null;
            /** Series Id */
            series_id: string | null;
            /** Skipped At */
            skipped_at: string | null;
            /**
             * Slot
             * @description Which occurrence of the series: its original local time
             */
            slot: string | null;
            start: components["schemas"]["DueOut"] | null;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "done" | "skipped";
            /** Title */
            title: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Part of TaskOut
         * @description A task, or one occurrence of a series.
         */
        TaskOutPart: {
            /** Checklist */
            checklist?: components["schemas"]["ChecklistItemOut"][];
            /** Completed */
            completed?: boolean;
            /** Completed At */
            completed_at?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at?: string;
            due?: components["schemas"]["DueOut"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Labels */
            labels?: string[];
            /** Notes */
            notes?: string;
            /** Parent Id */
            parent_id?: string | null;
            /**
             * Position
             * @description Key of the manual order, compared byte by byte
             */
            position?: string;
            /**
             * Priority
             * @enum {string}
             */
            priority?: "high" | "medium" | "low" | "none";
            /** Project Id */
            project_id?: string | null;
            recurrence?: components["schemas"]["RecurrenceOut"] | null;
            /**
             * Recurring Pattern
             * @description recurrence.rrule, for older clients
             */
            recurring_pattern?: string | null;
            /** Reminders */
            reminders?: components["schemas"]["ReminderOut"][];
            /** Section Id */
            section_id?: string | null;
            /** Series Id */
            series_id?: string | null;
            /** Skipped At */
            skipped_at?: string | null;
            /**
             * Slot
             * @description Which occurrence of the series: its original local time
             */
            slot?: string | null;
            start?: components["schemas"]["DueOut"] | null;
            /**
             * Status
             * @enum {string}
             */
            status?: "open" | "done" | "skipped";
            /** Title */
            title?: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at?: string;
            /** Version */
            version?: number;
        };
        /**
         * TaskPageOut
         * @description A page of tasks.
         */
        TaskPageOut: {
            /** Items */
            items: components["schemas"]["TaskOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
            /**
             * Total
             * @description Of the whole list; only with_total
             */
            total?: number | null;
            /**
             * Warnings
             * @description Labels that the filter names and that are not there, if any
             */
            warnings?: components["schemas"]["FieldProblem"][] | null;
        };
        /**
         * Part of TaskPageOut
         * @description A page of tasks.
         */
        TaskPageOutPart: {
            /** Items */
            items: components["schemas"]["TaskOutPart"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
            /**
             * Total
             * @description Of the whole list; only with_total
             */
            total?: number | null;
            /**
             * Warnings
             * @description Labels that the filter names and that are not there, if any
             */
            warnings?: components["schemas"]["FieldProblem"][] | null;
        };
        /**
         * TextPartOut
         * @description Plain text, never markup.
         */
        TextPartOut: {
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text";
        } & {
            [key: string]: unknown;
        };
        /**
         * TickIn
         * @description Whether a step is done.
         */
        TickIn: {
            /** Is Done */
            is_done: boolean;
        };
        /**
         * TimelineOut
         * @description What happened, oldest first, and what waits for its time. No titles, no mail addresses.
         */
        TimelineOut: {
            /** Entries */
            entries: (components["schemas"]["EventOut"] | components["schemas"]["DeliveryOut"] | components["schemas"]["DeadLetterOut"] | components["schemas"]["AuditOut"])[];
            /**
             * Hint
             * @description Why there may be nothing
             */
            hint: string | null;
            /**
             * Next Cursor
             * @description For what happened before; null at the beginning
             */
            next_cursor: string | null;
            subject: components["schemas"]["SubjectOut"];
            /**
             * Waiting
             * @description On the newest page only; 50 at most
             */
            waiting: components["schemas"]["WaitingJobOut"][];
        };
        /**
         * ToolPartOut
         * @description A tool that was used, and what became of that.
         */
        ToolPartOut: {
            /**
             * Arguments
             * @description As the agent gave them
             */
            arguments: unknown;
            /**
             * Id
             * @description Of the call, in this message
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Outcome
             * @description `ok`, `words`, and what it found or changed; null: the answer broke off before
             */
            outcome: {
                [key: string]: unknown;
            } | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tool";
        } & {
            [key: string]: unknown;
        };
        /**
         * TrashedOut
         * @description A deleted task; those that were deleted with it are not listed.
         */
        TrashedOut: {
            /**
             * Deleted At
             * Format: date-time
             */
            deleted_at: string;
            task: components["schemas"]["TaskOut"];
        };
        /**
         * TrashPageOut
         * @description A page of deleted tasks, the newest deletion first.
         */
        TrashPageOut: {
            /** Items */
            items: components["schemas"]["TrashedOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * UndoneOut
         * @description The tasks of a change as they are after it was taken back.
         */
        UndoneOut: {
            /** Tasks */
            tasks: components["schemas"]["TaskOut"][];
        };
        /**
         * UndoOut
         * @description A change, and whether it can be taken back.
         */
        UndoOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "complete" | "skip" | "postpone" | "edit" | "snooze" | "delete" | "bulk";
            /** Possible */
            possible: boolean;
            /** Reason */
            reason: ("undone" | "changed" | "gone" | "expired") | null;
            /** Task Ids */
            task_ids: string[];
            /**
             * Text
             * @description What it was, in words
             */
            text: string;
            /** Undone At */
            undone_at: string | null;
        };
        /**
         * UndoPageOut
         * @description A page of changes.
         */
        UndoPageOut: {
            /** Items */
            items: components["schemas"]["UndoOut"][];
            /**
             * Next Cursor
             * @description Ask for the next page with it; null at the end
             */
            next_cursor: string | null;
        };
        /**
         * UsedIn
         * @description What the authenticator says about the use of a passkey.
         */
        UsedIn: {
            /**
             * Authenticatordata
             * @description base64url
             */
            authenticatorData: string;
            /**
             * Clientdatajson
             * @description base64url
             */
            clientDataJSON: string;
            /**
             * Signature
             * @description base64url
             */
            signature: string;
            /** Userhandle */
            userHandle?: string | null;
        };
        /**
         * UserOut
         * @description An account as its owner sees it. Times are wall times in `zone`.
         */
        UserOut: {
            /** All Day Default Reminders */
            all_day_default_reminders: string[];
            /** All Day Reminder Time */
            all_day_reminder_time: string;
            /** Default Channels */
            default_channels: string[];
            /** Default Reminders */
            default_reminders: string[];
            /** Digest At */
            digest_at: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            quiet_hours: components["schemas"]["QuietHoursModel"] | null;
            review: components["schemas"]["ReviewModel"] | null;
            /**
             * Role
             * @description What it may do beside its own tasks; operators see the system
             * @enum {string}
             */
            role: "user" | "operator" | "admin";
            /**
             * Time Format
             * @enum {string}
             */
            time_format: "12h" | "24h";
            /**
             * Week Start
             * @enum {string}
             */
            week_start: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
            /** Zone */
            zone: string;
        };
        /**
         * VacationIn
         * @description Days without reminders, the first and the last included.
         */
        VacationIn: {
            /**
             * Ends On
             * Format: date
             */
            ends_on: string;
            /**
             * Skips Occurrences
             * @description Occurrences that fall into it are skipped by themselves
             * @default false
             */
            skips_occurrences?: boolean;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * VacationListOut
         * @description All vacations of an account, the earliest first.
         */
        VacationListOut: {
            /** Items */
            items: components["schemas"]["VacationOut"][];
        };
        /**
         * VacationOut
         * @description Days without reminders, the first and the last included.
         */
        VacationOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Ends On
             * Format: date
             */
            ends_on: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Skips Occurrences */
            skips_occurrences: boolean;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * Verification
         * @description The link of the mail, and the password that was chosen at sign-up.
         */
        Verification: {
            /** Password */
            password: string;
            /**
             * Session
             * @description Where the refresh token goes: into the answer, or, for the pages of a browser, into a cookie that scripts cannot read
             * @default bearer
             * @enum {string}
             */
            session?: "bearer" | "cookie";
            /**
             * Token
             * @description The last part of the link in the mail
             */
            token: string;
        };
        /**
         * ViewsOut
         * @description Open tasks of each view.
         */
        ViewsOut: {
            /**
             * Inbox
             * @description In no project
             */
            inbox: number;
            /** No Date */
            no_date: number;
            /** Overdue */
            overdue: number;
            /** Today */
            today: number;
            /**
             * Upcoming
             * @description Due in the 14 days from today on
             */
            upcoming: number;
        };
        /**
         * WaitingJobOut
         * @description A reminder in the job store.
         */
        WaitingJobOut: {
            /**
             * Event Id
             * @description The reminder.scheduled that it comes from, if known
             */
            event_id: string | null;
            /**
             * Owner
             * @description Whose lease it waits under; null if nobody has it
             */
            owner: string | null;
            /**
             * Parked Reason
             * @description Why it will not fire: its row is unreadable
             */
            parked_reason: string | null;
            /** Partition */
            partition: number;
            /** Reminder Id */
            reminder_id: string;
            /**
             * Run At
             * Format: date-time
             */
            run_at: string;
            /** Version */
            version: number;
        };
        /**
         * WarningOut
         * @description What is worth knowing before the rule is kept.
         */
        WarningOut: {
            /**
             * Code
             * @description skips_short_months, dtstart_not_slot, has_ended, cut_short, …
             */
            code: string;
            /**
             * Rrule
             * @description A rule without the problem, where there is one
             */
            rrule: string | null;
            /** Text */
            text: string;
        };
        /**
         * WebhookChange
         * @description Fields to change; what is not sent stays.
         */
        WebhookChange: {
            /**
             * Enabled
             * @description Switching it off fails what waits for it
             */
            enabled?: boolean | null;
            /** Event Types */
            event_types?: string[] | null;
            /** Name */
            name?: string | null;
            /** Url */
            url?: string | null;
            /**
             * Version
             * @description Refuse unless this is the stored version
             */
            version?: number | null;
        };
        /**
         * WebhookCreate
         * @description A webhook to be: where events of which types are sent.
         */
        WebhookCreate: {
            /**
             * Event Types
             * @description task.completed and others: see docs/webhooks.md
             */
            event_types: string[];
            /** Name */
            name: string;
            /**
             * Url
             * @description https; internal addresses only if an operator allows them
             */
            url: string;
        };
        /**
         * WebhookDeliveryOut
         * @description One event sent to a webhook.
         */
        WebhookDeliveryOut: {
            /** Answer */
            answer: string | null;
            /** Attempts */
            attempts: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Event Id
             * Format: uuid
             */
            event_id: string;
            /** Event Type */
            event_type: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Next Attempt At */
            next_attempt_at: string | null;
            /**
             * Replay
             * @description 0 for the event itself, counted on by each replay
             */
            replay: number;
            /** Settled At */
            settled_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "sent" | "failed";
            /**
             * Status
             * @description What the other side answered last
             */
            status: number | null;
        };
        /**
         * WebhookDeliveryPageOut
         * @description A page of deliveries, the newest first.
         */
        WebhookDeliveryPageOut: {
            /** Items */
            items: components["schemas"]["WebhookDeliveryOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * WebhookListOut
         * @description All webhooks of an account, the oldest first.
         */
        WebhookListOut: {
            /** Items */
            items: components["schemas"]["WebhookOut"][];
        };
        /**
         * WebhookMadeOut
         * @description A webhook right after it was made, or got a new secret.
         */
        WebhookMadeOut: {
            /**
             * Secret
             * @description Signs what is sent; it is shown this once
             */
            secret: string;
            webhook: components["schemas"]["WebhookOut"];
        };
        /**
         * WebhookOut
         * @description A webhook as its owner sees it.
         */
        WebhookOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Disabled Reason
             * @description Why it was switched off by itself: the other side said 410, or 20 deliveries in a row failed for good
             */
            disabled_reason: ("gone" | "failed_repeatedly") | null;
            /** Enabled */
            enabled: boolean;
            /** Event Types */
            event_types: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Target
             * @description Where it leads, without what is secret
             */
            target: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * WindowOut
         * @description What became of the reminders of some time. Counts are of messages: one a channel.
         */
        WindowOut: {
            /**
             * Failed
             * @description Refused by the channel, or given up
             */
            failed: number;
            /**
             * Late
             * @description Sent later than `late_after_ms`; part of `sent`
             */
            late: number;
            /** @description null if nothing was sent */
            lateness_ms: components["schemas"]["LatenessOut"] | null;
            /**
             * Missed
             * @description Not sent, because it would have been too late to be of use
             */
            missed: number;
            /** Sent */
            sent: number;
            /**
             * Since
             * Format: date-time
             * @description The full hour from which on is counted
             */
            since: string;
            /**
             * Skipped
             * @description Not sent, because the task was done, deleted or moved meanwhile
             */
            skipped: number;
        };
        /**
         * WordProblemOut
         * @description What could not be understood, or cannot be.
         */
        WordProblemOut: {
            /**
             * Code
             * @description impossible_date, impossible_time, contradiction, times_differ, end_not_kept, in_past, how_often, holidays_not_kept, month_in_days, rule_refused, reminder_refused, label_refused, project_unknown, title_too_long, empty
             */
            code: string;
            /** End */
            end: number;
            /** Message */
            message: string;
            /** Start */
            start: number;
        };
        /**
         * WorkerOut
         * @description A kind of worker, however many processes of it run.
         */
        WorkerOut: {
            /** Name */
            name: string;
            /** Paused */
            paused: boolean;
            /**
             * Paused At
             * @description null while it is at work, like those below
             */
            paused_at: string | null;
            /** Paused By */
            paused_by: string | null;
            /** Reason */
            reason: string | null;
        };
        /**
         * WorkerScheduleOut
         * @description Something that a worker does from time to time.
         */
        WorkerScheduleOut: {
            /**
             * Asked At
             * @description Since when somebody wants it at once
             */
            asked_at: string | null;
            /** Every Seconds */
            every_seconds: number;
            /**
             * Last Error
             * @description The class of the error
             */
            last_error: string | null;
            /**
             * Last Outcome
             * @description put_off: something that it needs was away
             */
            last_outcome: ("done" | "put_off" | "failed") | null;
            /** Last Seconds */
            last_seconds: number | null;
            /**
             * Last Started At
             * @description null until it has run once
             */
            last_started_at: string | null;
            /**
             * Name
             * @description worker.job
             */
            name: string;
            /**
             * Next At
             * Format: date-time
             * @description Long past: no process of the worker is alive
             */
            next_at: string;
            /** Worker */
            worker: string;
        };
        /**
         * WorkerSchedulesOut
         * @description Every job that a process has made known.
         */
        WorkerSchedulesOut: {
            /** Items */
            items: components["schemas"]["WorkerScheduleOut"][];
        };
        /**
         * WorkersOut
         * @description Every kind of worker.
         */
        WorkersOut: {
            /** Items */
            items: components["schemas"]["WorkerOut"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountErasure = components['schemas']['AccountErasure'];
export type ActReason = components['schemas']['ActReason'];
export type AddressLink = components['schemas']['AddressLink'];
export type ApiSchemasDeadLettersPreviewOut = components['schemas']['api__schemas__dead_letters__PreviewOut'];
export type ApiSchemasFiltersCountsOut = components['schemas']['api__schemas__filters__CountsOut'];
export type ApiSchemasRecurrencePreviewOut = components['schemas']['api__schemas__recurrence__PreviewOut'];
export type ApiSchemasTasksExportOut = components['schemas']['api__schemas__tasks__ExportOut'];
export type ApiSchemasTransfersCountsOut = components['schemas']['api__schemas__transfers__CountsOut'];
export type ApiSchemasTransfersExportOut = components['schemas']['api__schemas__transfers__ExportOut'];
export type ApiTokenIn = components['schemas']['ApiTokenIn'];
export type ApiTokenOut = components['schemas']['ApiTokenOut'];
export type ApiTokensOut = components['schemas']['ApiTokensOut'];
export type AppliedOut = components['schemas']['AppliedOut'];
export type AssistantOut = components['schemas']['AssistantOut'];
export type AuditEntryOut = components['schemas']['AuditEntryOut'];
export type AuditOut = components['schemas']['AuditOut'];
export type AuditPageOut = components['schemas']['AuditPageOut'];
export type BatchAnswer = components['schemas']['BatchAnswer'];
export type BatchIn = components['schemas']['BatchIn'];
export type BatchOut = components['schemas']['BatchOut'];
export type BatchRequest = components['schemas']['BatchRequest'];
export type BulkIn = components['schemas']['BulkIn'];
export type BulkItemOut = components['schemas']['BulkItemOut'];
export type BulkOut = components['schemas']['BulkOut'];
export type BulkSetIn = components['schemas']['BulkSetIn'];
export type BytesOut = components['schemas']['BytesOut'];
export type CalendarOut = components['schemas']['CalendarOut'];
export type CancelOrderIn = components['schemas']['CancelOrderIn'];
export type ChangedTaskOut = components['schemas']['ChangedTaskOut'];
export type ChannelChange = components['schemas']['ChannelChange'];
export type ChannelCreate = components['schemas']['ChannelCreate'];
export type ChannelDeletedOut = components['schemas']['ChannelDeletedOut'];
export type ChannelHealthOut = components['schemas']['ChannelHealthOut'];
export type ChannelOut = components['schemas']['ChannelOut'];
export type ChannelsOut = components['schemas']['ChannelsOut'];
export type ChannelsPartOut = components['schemas']['ChannelsPartOut'];
export type ChannelTestOut = components['schemas']['ChannelTestOut'];
export type ChatIn = components['schemas']['ChatIn'];
export type ChecklistItemIn = components['schemas']['ChecklistItemIn'];
export type ChecklistItemOut = components['schemas']['ChecklistItemOut'];
export type ChoiceOut = components['schemas']['ChoiceOut'];
export type CodeIn = components['schemas']['CodeIn'];
export type ComingOut = components['schemas']['ComingOut'];
export type ComingSlotOut = components['schemas']['ComingSlotOut'];
export type Confirmation = components['schemas']['Confirmation'];
export type ConversationChange = components['schemas']['ConversationChange'];
export type ConversationOut = components['schemas']['ConversationOut'];
export type ConversationPageOut = components['schemas']['ConversationPageOut'];
export type ConversationWithMessagesOut = components['schemas']['ConversationWithMessagesOut'];
export type CreatedIn = components['schemas']['CreatedIn'];
export type CredentialIn = components['schemas']['CredentialIn'];
export type DatabasePartOut = components['schemas']['DatabasePartOut'];
export type DeadLetterOut = components['schemas']['DeadLetterOut'];
export type DeadLettersPartOut = components['schemas']['DeadLettersPartOut'];
export type DeliveryOut = components['schemas']['DeliveryOut'];
export type DeviceOut = components['schemas']['DeviceOut'];
export type DiscardOrderIn = components['schemas']['DiscardOrderIn'];
export type DiscardOut = components['schemas']['DiscardOut'];
export type DstNoteOut = components['schemas']['DstNoteOut'];
export type DueIn = components['schemas']['DueIn'];
export type DueOut = components['schemas']['DueOut'];
export type EventOut = components['schemas']['EventOut'];
export type ExportCreate = components['schemas']['ExportCreate'];
export type ExportListOut = components['schemas']['ExportListOut'];
export type FeedCreate = components['schemas']['FeedCreate'];
export type FeedListOut = components['schemas']['FeedListOut'];
export type FeedMadeOut = components['schemas']['FeedMadeOut'];
export type FeedOut = components['schemas']['FeedOut'];
export type FieldProblem = components['schemas']['FieldProblem'];
export type FilterChange = components['schemas']['FilterChange'];
export type FilterCreate = components['schemas']['FilterCreate'];
export type FilterListOut = components['schemas']['FilterListOut'];
export type FilterListOutPart = components['schemas']['FilterListOutPart'];
export type FilterOut = components['schemas']['FilterOut'];
export type FilterOutPart = components['schemas']['FilterOutPart'];
export type Forgotten = components['schemas']['Forgotten'];
export type GovernedAccountOut = components['schemas']['GovernedAccountOut'];
export type GovernedAccountsOut = components['schemas']['GovernedAccountsOut'];
export type GroupDetailOut = components['schemas']['GroupDetailOut'];
export type GroupLagOut = components['schemas']['GroupLagOut'];
export type HandledOut = components['schemas']['HandledOut'];
export type HeaderOut = components['schemas']['HeaderOut'];
export type HeapOut = components['schemas']['HeapOut'];
export type HeatmapDayOut = components['schemas']['HeatmapDayOut'];
export type HighlightOut = components['schemas']['HighlightOut'];
export type HistoryOut = components['schemas']['HistoryOut'];
export type IdentitiesOut = components['schemas']['IdentitiesOut'];
export type IdentityIn = components['schemas']['IdentityIn'];
export type IdentityOut = components['schemas']['IdentityOut'];
export type ImportListOut = components['schemas']['ImportListOut'];
export type ImportOut = components['schemas']['ImportOut'];
export type InvitationMadeOut = components['schemas']['InvitationMadeOut'];
export type InvitationOut = components['schemas']['InvitationOut'];
export type InvitationsOut = components['schemas']['InvitationsOut'];
export type JsonValue = components['schemas']['JsonValue'];
export type KafkaPartOut = components['schemas']['KafkaPartOut'];
export type LabelChange = components['schemas']['LabelChange'];
export type LabelCreate = components['schemas']['LabelCreate'];
export type LabelOut = components['schemas']['LabelOut'];
export type LabelOutPart = components['schemas']['LabelOutPart'];
export type LabelPageOut = components['schemas']['LabelPageOut'];
export type LabelPageOutPart = components['schemas']['LabelPageOutPart'];
export type LatenessOut = components['schemas']['LatenessOut'];
export type LeasesOut = components['schemas']['LeasesOut'];
export type LetterDetailOut = components['schemas']['LetterDetailOut'];
export type LetterOut = components['schemas']['LetterOut'];
export type LetterPageOut = components['schemas']['LetterPageOut'];
export type LinkIn = components['schemas']['LinkIn'];
export type LinkOut = components['schemas']['LinkOut'];
export type LinksOut = components['schemas']['LinksOut'];
export type LivePartOut = components['schemas']['LivePartOut'];
export type MailSentOut = components['schemas']['MailSentOut'];
export type MemberOut = components['schemas']['MemberOut'];
export type MeOut = components['schemas']['MeOut'];
export type MessageOut = components['schemas']['MessageOut'];
export type MinuteOut = components['schemas']['MinuteOut'];
export type MovedOut = components['schemas']['MovedOut'];
export type MovedTaskOut = components['schemas']['MovedTaskOut'];
export type MoveIn = components['schemas']['MoveIn'];
export type NagIn = components['schemas']['NagIn'];
export type NagOut = components['schemas']['NagOut'];
export type NewAddress = components['schemas']['NewAddress'];
export type NewApiTokenOut = components['schemas']['NewApiTokenOut'];
export type NewChannelOut = components['schemas']['NewChannelOut'];
export type NewCredentialIn = components['schemas']['NewCredentialIn'];
export type NewInvitation = components['schemas']['NewInvitation'];
export type NewPasskeyIn = components['schemas']['NewPasskeyIn'];
export type NoticePartOut = components['schemas']['NoticePartOut'];
export type OccurrenceOut = components['schemas']['OccurrenceOut'];
export type OccurrencePageOut = components['schemas']['OccurrencePageOut'];
export type OpenLettersOut = components['schemas']['OpenLettersOut'];
export type OutboxOut = components['schemas']['OutboxOut'];
export type OverviewOut = components['schemas']['OverviewOut'];
export type ParsedDue = components['schemas']['ParsedDue'];
export type ParsedRecurrence = components['schemas']['ParsedRecurrence'];
export type ParsedReminder = components['schemas']['ParsedReminder'];
export type ParsedTask = components['schemas']['ParsedTask'];
export type ParseIn = components['schemas']['ParseIn'];
export type ParseOut = components['schemas']['ParseOut'];
export type PartitionLagOut = components['schemas']['PartitionLagOut'];
export type PasskeyChange = components['schemas']['PasskeyChange'];
export type PasskeyConfirmation = components['schemas']['PasskeyConfirmation'];
export type PasskeyOptionsOut = components['schemas']['PasskeyOptionsOut'];
export type PasskeyOut = components['schemas']['PasskeyOut'];
export type PasskeySignIn = components['schemas']['PasskeySignIn'];
export type PasskeysOut = components['schemas']['PasskeysOut'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type PasswordReset = components['schemas']['PasswordReset'];
export type PauseOrder = components['schemas']['PauseOrder'];
export type PlaceIn = components['schemas']['PlaceIn'];
export type PostponeIn = components['schemas']['PostponeIn'];
export type PreferencesChange = components['schemas']['PreferencesChange'];
export type PreferencesOut = components['schemas']['PreferencesOut'];
export type PreviewDateOut = components['schemas']['PreviewDateOut'];
export type PreviewIn = components['schemas']['PreviewIn'];
export type Problem = components['schemas']['Problem'];
export type ProjectChange = components['schemas']['ProjectChange'];
export type ProjectCreate = components['schemas']['ProjectCreate'];
export type ProjectOrder = components['schemas']['ProjectOrder'];
export type ProjectOut = components['schemas']['ProjectOut'];
export type ProjectOutPart = components['schemas']['ProjectOutPart'];
export type ProjectPageOut = components['schemas']['ProjectPageOut'];
export type ProjectPageOutPart = components['schemas']['ProjectPageOutPart'];
export type ProofIn = components['schemas']['ProofIn'];
export type ProposalOut = components['schemas']['ProposalOut'];
export type ProposedChangeOut = components['schemas']['ProposedChangeOut'];
export type ProviderOut = components['schemas']['ProviderOut'];
export type ProvidersOut = components['schemas']['ProvidersOut'];
export type PunctualityOut = components['schemas']['PunctualityOut'];
export type PunctualityPartOut = components['schemas']['PunctualityPartOut'];
export type QuestionPartOut = components['schemas']['QuestionPartOut'];
export type QuietHoursModel = components['schemas']['QuietHoursModel'];
export type ReasonOut = components['schemas']['ReasonOut'];
export type ReceiptChannelOut = components['schemas']['ReceiptChannelOut'];
export type ReceiptOut = components['schemas']['ReceiptOut'];
export type ReceiptPageOut = components['schemas']['ReceiptPageOut'];
export type ReceiptsOut = components['schemas']['ReceiptsOut'];
export type RecordOut = components['schemas']['RecordOut'];
export type RecoveryCodesOut = components['schemas']['RecoveryCodesOut'];
export type RecurrenceIn = components['schemas']['RecurrenceIn'];
export type RecurrenceOut = components['schemas']['RecurrenceOut'];
export type RedriveIn = components['schemas']['RedriveIn'];
export type RedriveOneIn = components['schemas']['RedriveOneIn'];
export type RedriveOrderOut = components['schemas']['RedriveOrderOut'];
export type RedriveOut = components['schemas']['RedriveOut'];
export type RedrivePageOut = components['schemas']['RedrivePageOut'];
export type RefreshRequest = components['schemas']['RefreshRequest'];
export type ReminderIn = components['schemas']['ReminderIn'];
export type ReminderOut = components['schemas']['ReminderOut'];
export type ReminderWordsOut = components['schemas']['ReminderWordsOut'];
export type ReplayedOut = components['schemas']['ReplayedOut'];
export type ReplayIn = components['schemas']['ReplayIn'];
export type ReportOut = components['schemas']['ReportOut'];
export type ReportRowOut = components['schemas']['ReportRowOut'];
export type RestoredOut = components['schemas']['RestoredOut'];
export type RetryPoliciesOut = components['schemas']['RetryPoliciesOut'];
export type RetryPolicyOut = components['schemas']['RetryPolicyOut'];
export type RetryTierOut = components['schemas']['RetryTierOut'];
export type ReviewModel = components['schemas']['ReviewModel'];
export type RoleChange = components['schemas']['RoleChange'];
export type ScheduleOut = components['schemas']['ScheduleOut'];
export type SecondFactorAnswer = components['schemas']['SecondFactorAnswer'];
export type SecondFactorSetupOut = components['schemas']['SecondFactorSetupOut'];
export type SectionChange = components['schemas']['SectionChange'];
export type SectionCreate = components['schemas']['SectionCreate'];
export type SectionListOut = components['schemas']['SectionListOut'];
export type SectionListOutPart = components['schemas']['SectionListOutPart'];
export type SectionOrder = components['schemas']['SectionOrder'];
export type SectionOut = components['schemas']['SectionOut'];
export type SectionOutPart = components['schemas']['SectionOutPart'];
export type SelectionIn = components['schemas']['SelectionIn'];
export type SentenceOut = components['schemas']['SentenceOut'];
export type SessionOut = components['schemas']['SessionOut'];
export type SessionsOut = components['schemas']['SessionsOut'];
export type SettingOut = components['schemas']['SettingOut'];
export type SettingsOut = components['schemas']['SettingsOut'];
export type ShareOut = components['schemas']['ShareOut'];
export type SignIn = components['schemas']['SignIn'];
export type SignInMethodsOut = components['schemas']['SignInMethodsOut'];
export type SignUp = components['schemas']['SignUp'];
export type SkippedOut = components['schemas']['SkippedOut'];
export type SlotAheadOut = components['schemas']['SlotAheadOut'];
export type SnoozeIn = components['schemas']['SnoozeIn'];
export type SnoozeManyIn = components['schemas']['SnoozeManyIn'];
export type SnoozeOut = components['schemas']['SnoozeOut'];
export type SnoozesOut = components['schemas']['SnoozesOut'];
export type StatsOut = components['schemas']['StatsOut'];
export type StatusOut = components['schemas']['StatusOut'];
export type StreakOut = components['schemas']['StreakOut'];
export type SubjectOut = components['schemas']['SubjectOut'];
export type TaskChange = components['schemas']['TaskChange'];
export type TaskCreate = components['schemas']['TaskCreate'];
export type TaskOut = components['schemas']['TaskOut'];
export type TaskOutPart = components['schemas']['TaskOutPart'];
export type TaskPageOut = components['schemas']['TaskPageOut'];
export type TaskPageOutPart = components['schemas']['TaskPageOutPart'];
export type TextPartOut = components['schemas']['TextPartOut'];
export type TickIn = components['schemas']['TickIn'];
export type TimelineOut = components['schemas']['TimelineOut'];
export type ToolPartOut = components['schemas']['ToolPartOut'];
export type TrashedOut = components['schemas']['TrashedOut'];
export type TrashPageOut = components['schemas']['TrashPageOut'];
export type UndoneOut = components['schemas']['UndoneOut'];
export type UndoOut = components['schemas']['UndoOut'];
export type UndoPageOut = components['schemas']['UndoPageOut'];
export type UsedIn = components['schemas']['UsedIn'];
export type UserOut = components['schemas']['UserOut'];
export type VacationIn = components['schemas']['VacationIn'];
export type VacationListOut = components['schemas']['VacationListOut'];
export type VacationOut = components['schemas']['VacationOut'];
export type Verification = components['schemas']['Verification'];
export type ViewsOut = components['schemas']['ViewsOut'];
export type WaitingJobOut = components['schemas']['WaitingJobOut'];
export type WarningOut = components['schemas']['WarningOut'];
export type WebhookChange = components['schemas']['WebhookChange'];
export type WebhookCreate = components['schemas']['WebhookCreate'];
export type WebhookDeliveryOut = components['schemas']['WebhookDeliveryOut'];
export type WebhookDeliveryPageOut = components['schemas']['WebhookDeliveryPageOut'];
export type WebhookListOut = components['schemas']['WebhookListOut'];
export type WebhookMadeOut = components['schemas']['WebhookMadeOut'];
export type WebhookOut = components['schemas']['WebhookOut'];
export type WindowOut = components['schemas']['WindowOut'];
export type WordProblemOut = components['schemas']['WordProblemOut'];
export type WorkerOut = components['schemas']['WorkerOut'];
export type WorkerScheduleOut = components['schemas']['WorkerScheduleOut'];
export type WorkerSchedulesOut = components['schemas']['WorkerSchedulesOut'];
export type WorkersOut = components['schemas']['WorkersOut'];
export type $defs = Record<string, never>;
export interface operations {
    list_everybodys_acts: {
        parameters: {
            query?: {
                /** @description How the action begins, such as session. */
                action?: string | null;
                /** @description How the actor begins, such as admin */
                actor?: string | null;
                /** @description From the page before */
                cursor?: number | null;
                limit?: number;
                /** @description Not before */
                since?: string | null;
                /** @description Before */
                until?: string | null;
                /** @description Who did it, or whose account it was */
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_invitations: {
        parameters: {
            query?: {
                /** @description From the page before */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationMadeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_accounts: {
        parameters: {
            query?: {
                /** @description From the page before */
                cursor?: string | null;
                limit?: number;
                /** @description Part of the address or of the name */
                query?: string | null;
                role?: ("user" | "operator" | "admin") | null;
                state?: ("active" | "disabled" | "unverified") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erase_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_password_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernedAccountOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_address: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressLink"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forget_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forgotten"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeySignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyConfirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_for_passkey_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOptionsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Neither token nor cookie: nobody was signed in here */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answer_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorAnswer"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out_here: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description The address has to be confirmed first: a mail is on its way. The same for an address that has an account. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSentOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_address: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verification"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_slots_ahead: {
        parameters: {
            query: {
                /** @description First day, in the zone of the account */
                from: string;
                /** @description Last day, included; at most 62 days in all */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_channels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_channel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewChannelOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_channel: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the channel: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelDeletedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_channel: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the channel: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_channel_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewChannelOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTestOut"];
                };
            };
            /** @description Not settled yet: see Location */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTestOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_channel_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTestOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_assistant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatIn"];
            };
        };
        responses: {
            /** @description Events: `start` (conversation_id, message_id, agent), then `text` (more of it), `tool_call` (id, name, arguments), `tool_result` (id, name, outcome), `question` (text, options), `notice` (code, text) as they come, and `done` (message_id, state), or `error` (a problem) if it broke off */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: start
                     *     data: {"conversation_id":"01932f00-0000-7000-8000-0000000000e5","message_id":"01932f00-0000-7000-8000-0000000000e6","agent":"built_in"}
                     *
                     *     event: tool_call
                     *     data: {"id":"call_c885c99cc0513752","name":"add_task","arguments":{"text":"pay rent on 1 December 2031 at 9am"}}
                     *
                     *     event: tool_result
                     *     data: {"id":"call_c885c99cc0513752","name":"add_task","outcome":{"ok":true,"words":"Added “pay rent”, due Mon 1 Dec 2031 09:00. Reminder: Mon 1 Dec 2031 09:00.","tasks":[{"id":"01932f00-0000-7000-8000-0000000000e7","title":"pay rent","status":"open","due":"Mon 1 Dec 2031 09:00","overdue":false,"repeats":"","priority":"none","labels":[],"project":null,"notes":"","version":1}],"changes":[{"task_id":null,"title":"pay rent","field":"task","before":"","after":"due Mon 1 Dec 2031 09:00"}]}}
                     *
                     *     event: text
                     *     data: {"text":"Added “pay rent”, due Mon 1 Dec 2031 09:00. Reminder: Mon 1 Dec 2031 09:00."}
                     *
                     *     event: done
                     *     data: {"message_id":"01932f00-0000-7000-8000-0000000000e8","state":"complete"}
                     */
                    "text/event-stream": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_conversations: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_conversation: {
        parameters: {
            query?: {
                /** @description next_cursor of a page; 0 begins */
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationWithMessagesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_changes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dismiss_proposal: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description Planned from then on */
                from?: string | null;
                limit?: number;
                state?: ("sending" | "sent" | "failed" | "skipped" | "deferred") | null;
                /** @description Planned before then */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description Go on after this event */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events `task.changed` and `place.changed` (data: as on Kafka), `ready` at the beginning, and `resync` when changes may have been missed. Ids are for Last-Event-ID. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 3000
                     *     id: 3:41
                     *     event: ready
                     *     data: {}
                     *
                     *     id: 3:42
                     *     event: task.changed
                     *     data: {"user_id":"01932f00-0000-7000-8000-0000000000a1","task_id":"01932f00-0000-7000-8000-0000000000a7","task_version":3,"change":"deleted","task":null}
                     */
                    "text/event-stream": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_exports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportListOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_export: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api__schemas__transfers__ExportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api__schemas__transfers__ExportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"format":"rondel.account.v1","exported_at":"2026-11-27T08:03:55+00:00"}
                     *     {"kind":"preferences","name":"Ada","zone":"Europe/Berlin","all_day_reminder_time":"09:00:00","week_start":"MO","time_format":"24h","default_reminders":["PT0S"],"all_day_default_reminders":["PT0S"],"default_channels":["email"],"quiet_from":"22:00:00","quiet_until":"07:00:00","digest_at":null,"review_on":null,"review_at":null}
                     *     {"kind":"label","source_id":"01932f00-0000-7000-8000-0000000000d0","name":"soon","color":null,"is_favorite":false}
                     *     {"kind":"label","source_id":"01932f00-0000-7000-8000-0000000000d1","name":"kitchen","color":null,"is_favorite":false}
                     *     {"kind":"project","source_id":"01932f00-0000-7000-8000-0000000000ad","name":"House","color":"#1e90ff","is_favorite":true,"position":"01932f00-0000-7000-8000-0000000000ad","default_reminders":["-PT30M"],"created_at":"2026-11-27T08:01:09Z","archived_at":null}
                     *     {"kind":"series","source_id":"01932f00-0000-7000-8000-0000000000bd","rrule":"FREQ=DAILY;INTERVAL=2","dtstart":"2026-11-20T00:00:00","all_day":true,"zone":null,"anchor":"schedule","missed_policy":"collapse","reset_subtasks":true,"auto_skip_minutes":null,"exdates":[],"rdates":[],"completions":0,"ends_before":null,"follows":null,"ended_at":null,"created_at":"2026-11-27T08:02:22Z"}
                     *     {"kind":"task","source_id":"01932f00-0000-7000-8000-0000000000b8","title":"Buy milk","notes":"","priority":4,"status":"open","labels":[],"project":null,"section":null,"parent":null,"due":null,"start":null,"series":null,"slot":null,"follows":null,"series_fields":null,"reminders":[],"checklist":[],"position":"01932f00-0000-7000-8000-0000000000b8","created_at":"2026-11-27T08:02:02Z","updated_at":"2026-11-27T08:02:12Z","completed_at":null,"skipped_at":null,"deleted_at":null}
                     *     {"kind":"task","source_id":"01932f00-0000-7000-8000-0000000000bb","title":"Water the plants","notes":"","priority":4,"status":"skipped","labels":[],"project":null,"section":null,"parent":null,"due":{"on":"2026-11-20","local":null,"zone":null},"start":null,"series":"01932f00-0000-7000-8000-0000000000bd","slot":"2026-11-20","follows":null,"series_fields":null,"reminders":[{"type":"relative","offset":"PT0S","relative_to":"due","at":null,"channels":["email"],"nag_every":null,"nag_max":null,"nag_sent":0,"urgent":false,"source_id":"01932f00-0000-7000-8000-0000000000bc","snooze_of":null,"state":"skipped","fire_at":"2026-11-20T08:00:00Z","reason":"past"}],"checklist":[],"position":"01932f00-0000-7000-8000-0000000000bb","created_at":"2026-11-27T08:02:22Z","updated_at":"2026-11-27T08:02:25Z","completed_at":null,"skipped_at":"2026-11-27T08:02:25Z","deleted_at":null}
                     *     {"kind":"task","source_id":"01932f00-0000-7000-8000-0000000000bf","title":"Water the plants","notes":"","priority":3,"status":"open","labels":[],"project":null,"section":null,"parent":null,"due":{"on":"2026-11-28","local":null,"zone":null},"start":null,"series":"01932f00-0000-7000-8000-0000000000bd","slot":"2026-11-28","follows":"01932f00-0000-7000-8000-0000000000bb","series_fields":null,"reminders":[{"type":"relative","offset":"PT0S","relative_to":"due","at":null,"channels":["email"],"nag_every":null,"nag_max":null,"nag_sent":0,"urgent":false,"source_id":"01932f00-0000-7000-8000-0000000000c0","snooze_of":null,"state":"scheduled","fire_at":"2026-11-28T08:00:00Z","reason":null}],"checklist":[],"position":"01932f00-0000-7000-8000-0000000000bb","created_at":"2026-11-27T08:02:25Z","updated_at":"2026-11-27T08:02:30Z","completed_at":null,"skipped_at":null,"deleted_at":null}
                     *     {"kind":"task","source_id":"01932f00-0000-7000-8000-0000000000c4","title":"Call Grace","notes":"","priority":4,"status":"open","labels":[],"project":null,"section":null,"parent":null,"due":null,"start":null,"series":null,"slot":null,"follows":null,"series_fields":null,"reminders":[{"type":"absolute","offset":null,"relative_to":"due","at":"2026-12-05T09:00:00Z","channels":["email"],"nag_every":null,"nag_max":null,"nag_sent":0,"urgent":false,"source_id":"01932f00-0000-7000-8000-0000000000c3","snooze_of":null,"state":"scheduled","fire_at":"2026-12-05T09:00:00Z","reason":null},{"type":"absolute","offset":null,"relative_to":"due","at":"2026-11-28T08:00:00Z","channels":["email"],"nag_every":null,"nag_max":null,"nag_sent":0,"urgent":false,"source_id":"01932f00-0000-7000-8000-0000000000c5","snooze_of":"01932f00-0000-7000-8000-0000000000c3","state":"cancelled","fire_at":"2026-11-28T08:00:00Z","reason":"snooze_taken_back"}],"checklist":[],"position":"01932f00-0000-7000-8000-0000000000c4","created_at":"2026-11-27T08:02:34Z","updated_at":"2026-11-27T08:02:34Z","completed_at":null,"skipped_at":null,"deleted_at":null}
                     *     {"kind":"slot","series":"01932f00-0000-7000-8000-0000000000bd","slot":"2026-11-20","outcome":"skipped","count":1,"task":"01932f00-0000-7000-8000-0000000000bb","logged_at":"2026-11-27T08:02:25Z"}
                     *     {"kind":"slot","series":"01932f00-0000-7000-8000-0000000000bd","slot":"2026-11-22","outcome":"missed","count":1,"task":"01932f00-0000-7000-8000-0000000000bb","logged_at":"2026-11-27T08:02:25Z"}
                     *     {"kind":"slot","series":"01932f00-0000-7000-8000-0000000000bd","slot":"2026-11-24","outcome":"missed","count":1,"task":"01932f00-0000-7000-8000-0000000000bb","logged_at":"2026-11-27T08:02:25Z"}
                     *     {"kind":"slot","series":"01932f00-0000-7000-8000-0000000000bd","slot":"2026-11-26","outcome":"missed","count":1,"task":"01932f00-0000-7000-8000-0000000000bb","logged_at":"2026-11-27T08:02:25Z"}
                     *     {"kind":"end","records":13}
                     */
                    "application/x-ndjson": unknown;
                    "text/calendar": unknown;
                    "text/csv": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_calendar_feeds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedListOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedMadeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_feed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renew_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedMadeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_saved_filters: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterListOut"] | components["schemas"]["FilterListOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_filter: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_filter: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: never;
            path: {
                filter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterOut"] | components["schemas"]["FilterOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_filter: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the filter: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                filter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_filter: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the filter: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                filter_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportListOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_import: {
        parameters: {
            query: {
                /** @description Of dates that could be read in several ways */
                date_order?: "dmy" | "mdy" | "ymd";
                /** @description Report what would happen, write no task */
                dry_run?: boolean;
                /** @description To know it again */
                file_name?: string | null;
                format: "csv" | "ics" | "microsoft" | "native" | "rondel" | "ticktick" | "todoist_csv" | "todoist_json" | "vikunja";
                /** @description For CSV: JSON object from the name of a column to the field it becomes */
                mapping?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example title,due,priority,labels
                 *     Buy milk,2026-12-01,high,errand
                 *     ,2026-12-02,,
                 */
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_import_report: {
        parameters: {
            query?: {
                /** @description Number of the row behind which to go on */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_import_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example row,outcome,code,field,message,excerpt
                     *     3,lossy,title_missing,title,It had no title.,",2026-12-02,,"
                     */
                    "text/csv": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_labels_page: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                fields?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelPageOut"] | components["schemas"]["LabelPageOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_label: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_label: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: never;
            path: {
                label_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelOut"] | components["schemas"]["LabelOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_label: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the label: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                label_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_label: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the label: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                label_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountErasure"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_own_acts: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_for_address: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAddress"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_for_verification: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_own_identities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentitiesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    link_identity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlink_identity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                identity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_own_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeysOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_passkey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskeyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_for_passkey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOptionsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorSetupOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out_others: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_api_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokensOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiTokenIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiTokenOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_api_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_occurrences: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                /** @description First local day of a slot */
                from?: string | null;
                limit?: number;
                status?: ("open" | "done" | "skipped" | "missed" | "moved") | null;
                /** @description Last local day of a slot */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OccurrencePageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit_entries: {
        parameters: {
            query?: {
                /** @description How the action begins */
                action?: string | null;
                /** @description next_cursor of a page */
                cursor?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_audit_entries: {
        parameters: {
            query?: {
                /** @description How the action begins */
                action?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table with a line of headings, 100,000 rows at most, the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id,happened_at,actor,actor_id,action,target,reason,details
                     *     26,2026-11-27T08:04:24Z,operator 01932f00-0000-7000-8000-0000000000d8,01932f00-0000-7000-8000-0000000000d8,dead_letter.discarded,1 dead letters,Its series is gone.,"{""letters"":1,""selection"":{""ids"":[""01932f00-0000-7000-8000-0000000000d3""]}}"
                     *     25,2026-11-27T08:04:21Z,operator 01932f00-0000-7000-8000-0000000000d8,01932f00-0000-7000-8000-0000000000d8,redrive.cancelled,01932f00-0000-7000-8000-0000000000d9,It is full again.,"{""returned"":1}"
                     *     24,2026-11-27T08:04:18Z,operator 01932f00-0000-7000-8000-0000000000d8,01932f00-0000-7000-8000-0000000000d8,redrive.ordered,01932f00-0000-7000-8000-0000000000d9,The database was full.,"{""forced"":false,""groups"":{""recurrence"":1},""letters"":1,""selection"":{""ids"":[""01932f00-0000-7000-8000-0000000000d4""]}}"
                     *     23,2026-11-27T08:04:15Z,operator 01932f00-0000-7000-8000-0000000000d8,01932f00-0000-7000-8000-0000000000d8,redrive.ordered,01932f00-0000-7000-8000-0000000000d7,The database was full.,"{""forced"":false,""groups"":{""recurrence"":1},""letters"":1,""selection"":{""ids"":[""01932f00-0000-7000-8000-0000000000d5""]}}"
                     *     22,2026-11-27T08:04:13Z,operator 01932f00-0000-7000-8000-0000000000d8,01932f00-0000-7000-8000-0000000000d8,dead_letter.shown,01932f00-0000-7000-8000-0000000000d5,,{}
                     */
                    "text/csv": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dead_letters: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                error_class?: string | null;
                event_type?: string | null;
                /** @description The same for errors from one place in the code */
                fingerprint?: string | null;
                /** @description The worker that they failed in */
                group?: string | null;
                /** @description Only this one; may be given several times */
                id?: string[] | null;
                limit?: number;
                /** @description Died then or later */
                since?: string | null;
                state?: "open" | "redriving" | "redriven" | "discarded" | "all";
                /** @description Died before */
                until?: string | null;
                /** @description Id or e-mail address of an account */
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_dead_letters: {
        parameters: {
            query?: {
                error_class?: string | null;
                event_type?: string | null;
                /** @description The same for errors from one place in the code */
                fingerprint?: string | null;
                /** @description The worker that they failed in */
                group?: string | null;
                /** @description Only this one; may be given several times */
                id?: string[] | null;
                /** @description Died then or later */
                since?: string | null;
                state?: "open" | "redriving" | "redriven" | "discarded" | "all";
                /** @description Died before */
                until?: string | null;
                /** @description Id or e-mail address of an account */
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table with a line of headings, 100,000 rows at most, the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id,state,recorded_at,event_type,event_id,user_id,subject,group,failure_kind,error_class,error,fingerprint,attempts,first_failed_at,last_failed_at,topic,partition,offset,original_topic,original_partition,original_offset,redrives,redrive_id,closed_at,closed_by,close_reason,traceparent
                     *     01932f00-0000-7000-8000-0000000000d3,discarded,2026-03-02T09:00:00Z,task.completed,01932f00-0000-7000-8000-0000000000d3,01932f00-0000-7000-8000-0000000000a2,,recurrence,permanent,PermanentError,no such series,aaaa,4,,,dlq.task.completed,0,3,,,,0,,2026-11-27T08:04:24Z,operator 01932f00-0000-7000-8000-0000000000d8,Its series is gone.,
                     *     01932f00-0000-7000-8000-0000000000d4,open,2026-03-02T09:00:00Z,task.completed,01932f00-0000-7000-8000-0000000000d4,01932f00-0000-7000-8000-0000000000a2,,recurrence,permanent,PermanentError,no such series,aaaa,4,,,dlq.task.completed,0,2,,,,0,,,,,
                     *     01932f00-0000-7000-8000-0000000000d5,redriving,2026-03-02T09:00:00Z,task.completed,01932f00-0000-7000-8000-0000000000d5,01932f00-0000-7000-8000-0000000000a2,,recurrence,permanent,PermanentError,no such series,aaaa,4,,,dlq.task.completed,0,1,,,,0,01932f00-0000-7000-8000-0000000000d7,,,,
                     */
                    "text/csv": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dead_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterDetailOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redrive_dead_letter: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedriveOneIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedriveOrderOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard_dead_letters: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscardOrderIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscardOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redrive_dead_letters: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedriveIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedriveOrderOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dead_letter_redrives: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedrivePageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dead_letter_redrive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                redrive_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedriveOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_dead_letter_redrive: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                redrive_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelOrderIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedriveOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_dead_letters: {
        parameters: {
            query?: {
                error_class?: string | null;
                event_type?: string | null;
                /** @description The same for errors from one place in the code */
                fingerprint?: string | null;
                /** @description The worker that they failed in */
                group?: string | null;
                /** @description Only this one; may be given several times */
                id?: string[] | null;
                /** @description Heaps a list, the largest first */
                limit?: number;
                /** @description Died then or later */
                since?: string | null;
                state?: "open" | "redriving" | "redriven" | "discarded" | "all";
                /** @description Died before */
                until?: string | null;
                /** @description Id or e-mail address of an account */
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_group_lag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_retry_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetryPoliciesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_worker_schedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerSchedulesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_worker_schedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerScheduleOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_timeline_page: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                event?: string | null;
                limit?: number;
                reminder?: string | null;
                task?: string | null;
                /** @description Id or e-mail address of an account */
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkersOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_workers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_workers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_projects_page: {
        parameters: {
            query?: {
                /** @description The archived ones instead of the others */
                archived?: boolean;
                /** @description next_cursor of a page */
                cursor?: string | null;
                fields?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPageOut"] | components["schemas"]["ProjectPageOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_project: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOut"] | components["schemas"]["ProjectOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the project: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the project: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the project: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_project_sections: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionListOut"] | components["schemas"]["SectionListOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_section: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    order_sections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionListOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unarchive_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the project: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    order_projects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_recurrence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api__schemas__recurrence__PreviewOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deliveries_of_reminder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reminder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    snooze_reminder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                reminder_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnoozeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_back_snooze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reminder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnoozeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    snooze_reminders: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeManyIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnoozesOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_section: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: never;
            path: {
                section_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionOut"] | components["schemas"]["SectionOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_section: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the section: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                section_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_section: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the section: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                section_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tasks_page: {
        parameters: {
            query?: {
                completed?: boolean | null;
                /** @description next_cursor of a page */
                cursor?: string | null;
                /** @description Due then or later */
                due_after?: string | null;
                due_before?: string | null;
                fields?: string;
                /** @description As in docs/filters.md: done = false && due < now/d+1d, or: today & p1 */
                filter?: string | null;
                /** @description A saved filter, with its order */
                filter_id?: string | null;
                label?: string | null;
                limit?: number;
                priority?: (("high" | "medium" | "low" | "none") | number) | null;
                /** @description Words, the last perhaps unfinished; "a phrase", -without, or; best first */
                q?: string | null;
                /** @description Found in title or notes, in any case */
                search?: string | null;
                /** @description Keys, each once, a minus turns it round: created (the newest first), updated (the last changed first), completed (the last done first), due (by wall time), start (by wall time), priority (the most urgent first), title (by the alphabet, in any case), manual (as they were moved by hand); unset comes last */
                sort?: string | null;
                /** @description Count the whole list, too */
                with_total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPageOut"] | components["schemas"]["TaskPageOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_task: {
        parameters: {
            query?: {
                fields?: string;
            };
            header?: {
                /** @description ETag of the task: answer 304 if it is the same still */
                "if-none-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"] | components["schemas"]["TaskOutPart"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tick_checklist_item: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                item_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TickIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deliveries_of_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    move_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_occurrences: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                /** @description First local day of a slot */
                from?: string | null;
                limit?: number;
                status?: ("open" | "done" | "skipped" | "missed" | "moved") | null;
                /** @description Last local day of a slot */
                to?: string | null;
            };
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OccurrencePageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postpone_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostponeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopen_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_series: {
        parameters: {
            query: {
                /** @description this one alone, this and the following ones, or all that are not done */
                scope: "this" | "following" | "all";
            };
            header?: {
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTaskOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    skip_occurrence: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkippedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    skip_missed_occurrences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
                /** @description ETag of the task: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkippedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_last_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoneOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_tasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_tasks: {
        parameters: {
            query?: {
                format?: "json";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api__schemas__tasks__ExportOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    parse_task: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParseIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParseOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_trash: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrashPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    empty_trash: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    purge_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoredOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_undo_entries: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoneOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_vacations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VacationListOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_vacation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VacationIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VacationOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_vacation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                vacation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_tasks_of_views: {
        parameters: {
            query?: {
                /** @description What each saved filter finds, too */
                filters?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api__schemas__filters__CountsOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookListOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookMadeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the webhook: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the webhook: refuse if its version is another by now */
                "if-match"?: string | null;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhook_deliveries: {
        parameters: {
            query?: {
                /** @description next_cursor of a page */
                cursor?: string | null;
                limit?: number;
                state?: ("waiting" | "sent" | "failed") | null;
            };
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPageOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_webhook_delivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                delivery_id: string;
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_webhook_failures: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_webhook_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookMadeOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request (method, address, body) within 24 hours has one effect and the same answer, then with Idempotent-Replayed: true */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedOut"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_feed: {
        parameters: {
            query?: {
                /** @description VEVENT for calendars, VTODO for task lists */
                as?: "events" | "todos";
            };
            header?: {
                "if-none-match"?: string | null;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A calendar (RFC 5545) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example BEGIN:VCALENDAR
                     *     VERSION:2.0
                     *     PRODID:-//Rondel//Rondel 1//EN
                     *     NAME:Calendar of the phone
                     *     X-WR-CALNAME:Calendar of the phone
                     *     REFRESH-INTERVAL;VALUE=DURATION:PT1H
                     *     X-PUBLISHED-TTL:PT1H
                     *     X-WR-TIMEZONE:Europe/Berlin
                     *     BEGIN:VEVENT
                     *     SUMMARY:Water the plants
                     *     DTSTART;VALUE=DATE:20261120
                     *     DTSTAMP:20261127T080230Z
                     *     UID:01932f00-0000-7000-8000-0000000000bd@rondel
                     *     SEQUENCE:1
                     *     RRULE:FREQ=DAILY;INTERVAL=2
                     *     EXDATE;VALUE=DATE:20261120
                     *     CREATED:20261127T080225Z
                     *     LAST-MODIFIED:20261127T080230Z
                     *     PRIORITY:9
                     *     TRANSP:TRANSPARENT
                     *     URL:https://rondel.example.com/tasks/01932f00-0000-7000-8000-0000000000bf
                     *     BEGIN:VALARM
                     *     ACTION:DISPLAY
                     *     DESCRIPTION:Water the plants
                     *     TRIGGER:PT9H
                     *     END:VALARM
                     *     END:VEVENT
                     *     END:VCALENDAR
                     */
                    "text/calendar": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP task_operations_total Changes of tasks
                     *     # TYPE task_operations_total counter
                     *     task_operations_total{operation="create"} 6.0
                     *     task_operations_total{operation="update"} 2.0
                     *     task_operations_total{operation="tick"} 1.0
                     *     task_operations_total{operation="postpone"} 1.0
                     *     task_operations_total{operation="complete"} 1.0
                     *     task_operations_total{operation="reopen"} 1.0
                     */
                    "text/plain": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_problem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example task.not_open (409): This task is not open
                     *
                     *     The task was done or skipped; it has to be opened again first.
                     */
                    "text/plain": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
