/// Email over SMTP: what leaves, and what comes back.
///
/// [SmtpConnector] sends; [MailSorter] reads bounces, complaints and replies.
@NullMarked
package io.posthorn.channel.smtp;

import org.jspecify.annotations.NullMarked;
