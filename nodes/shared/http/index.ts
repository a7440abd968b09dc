export {
	BASE_URL_MUST,
	type Hosts,
	baseUrlExpression,
	baseUrlOf,
	environmentOf,
	environmentFields,
	isBaseUrl,
	loginUrlOf,
} from './environment';
export { NO_TOKEN } from './login';
export { collectPages, pagesFrom } from './paging';
export { RateLimiter } from './rateLimiter';
export { MB } from './response';
export { type RetryOptions, pollInterval, waitAskedBy } from './retry';
export { Session } from './session';
export { sleep } from './sleep';
export type { N8nContext } from './n8nContext';
export { Transport } from './transport';
