import { text, type Rule } from '../../shared/fields';

/** A time in UTC with up to seven digits after the point. n8n's own dates keep three (contract §8 no. 27). */
const TIMESTAMP: Rule = {
	pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/,
	must: 'must be a time as The Moving Portal gives it, like 2025-02-19T15:22:12.2963802Z',
};

/** A field for the time of a notification. It stays a text, so that no digit is lost. */
export const timestamp = <const O extends { displayName: string; description: string; required?: boolean }>(
	options: O,
) => text({ ...options, rule: TIMESTAMP, placeholder: 'e.g. 2025-02-19T15:22:12.2963802Z' });
