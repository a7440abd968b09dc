import type { Mail } from '../../../testbed/mailbox';
import type { Stack } from './stack';

/**
 * The mails that n8n has sent since the test began, in order. The credential of type `smtp` with which n8n sends them is
 * one of the testbed's. Call it once, at the top of the file.
 */
export function useMail(stack: Stack): { readonly mails: Mail[] } {
	beforeEach(() => void stack.testbed.mailbox.mails.splice(0));
	return {
		get mails() {
			return stack.testbed.mailbox.mails;
		},
	};
}
