import * as z from 'zod';

/** Quota of SES: recipients of one mail, in all three fields together. */
const MAXIMUM_RECIPIENTS = 50;

const address = z.string().regex(/^[^<>]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, 'is no mail address');
const addresses = z.array(address).default([]);
const content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });

/**
 * The body of SendEmail, as far as it is modelled: a simple mail from one address. Templates, raw mails,
 * attachments, configuration sets and lists are not.
 */
export const sendEmailInput = z.strictObject({
  FromEmailAddress: address,
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .refine((all) => {
      const count = Object.values(all).flat().length;
      return count > 0 && count <= MAXIMUM_RECIPIENTS;
    }, `a mail has from 1 to ${MAXIMUM_RECIPIENTS} recipients`),
  ReplyToAddresses: addresses,
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: content,
      Body: z
        .strictObject({ Text: content.optional(), Html: content.optional() })
        .refine(({ Text, Html }) => Text !== undefined || Html !== undefined, 'a mail has a text or is HTML'),
    }),
  }),
});
