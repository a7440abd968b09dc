import {
	BASE_URL_MUST,
	baseUrlExpression,
	baseUrlOf,
	environmentFields,
	isBaseUrl,
	loginUrlOf,
} from '../../../nodes/shared/http/environment';

const hosts = {
	production: { name: 'Production', url: 'https://api.acme.example.test/v1' },
	sandbox: { name: 'Sandbox', url: 'https://sandbox.acme.example.test', isTest: true },
};

const good = [
	'https://acme.example.test',
	'HTTP://127.0.0.1:4010/partner',
	'http://[::1]:80/',
	'https://acme.example.test/a/b@c',
];
const bad = [
	'',
	'acme.example.test',
	'ftp://acme.example.test',
	'xhttps://acme.example.test',
	'https:/acme.example.test',
	'https://',
	'https:///path',
	'https://acme.example.test/a b',
	'https://acme. example.test',
	'https://acme.example.test/?a=1',
	'https://acme.example.test?a=1',
	'https://acme.example.test#a',
	'https://acme.example.test/#a',
	'https://kim:secret@acme.example.test',
	'https://acme.example.test\\a',
	'https://acme.example.test/a\\b',
	'https://acme.example.test:port',
];

describe('a base URL', () => {
	it.each(good)('can be %s', (address) => expect(isBaseUrl(address)).toBe(true));
	it.each(bad)('cannot be %j', (address) => expect(isBaseUrl(address)).toBe(false));

	const of = baseUrlOf(hosts);
	it.each([
		[{ environment: 'production' }, 'https://api.acme.example.test/v1'],
		[{ environment: 'sandbox', baseUrl: 'https://other.example.test' }, 'https://sandbox.acme.example.test'],
		[{ environment: 'custom', baseUrl: ' http://127.0.0.1:4010/acme// ' }, 'http://127.0.0.1:4010/acme'],
		[{ environment: 'custom', baseUrl: 'http://127.0.0.1//acme' }, 'http://127.0.0.1//acme'],
		[{ environment: 'custom' }, ''],
		[{}, ''],
	])('of %j is "%s"', (credentials, url) => expect(of(credentials)).toBe(url));

	it('that is none gets no login', () => {
		const loginUrl = loginUrlOf(hosts);
		expect(loginUrl({ environment: 'custom', baseUrl: 'http://127.0.0.1/acme/' })).toBe(
			'http://127.0.0.1/acme',
		);
		expect(() => loginUrl({ environment: 'custom', baseUrl: 'acme' })).toThrow(`Base URL ${BASE_URL_MUST}`);
	});

	it('that is refused is told by a rule that names what it must be without', () =>
		expect(BASE_URL_MUST).toMatch(/^must be .*http:\/\/ or https:\/\/.*blanks.*"\?".*"#".*user or password/));
});

describe('the expression of a credential’s test', () => {
	/** What n8n makes of it; n8n itself does so in test/credentials. */
	const evaluate = (credentials: object) => {
		const [, inner] = /^=\{\{ (.*) \}\}$/s.exec(baseUrlExpression(hosts)) ?? [];
		return new Function('$credentials', `return ${inner}`)(credentials) as string;
	};

	it.each(good)('gives the base URL %s', (baseUrl) =>
		expect(evaluate({ environment: 'custom', baseUrl: ` ${baseUrl}// ` })).toBe(
			baseUrlOf(hosts)({ environment: 'custom', baseUrl }),
		),
	);

	it('gives the address of an environment', () =>
		expect(evaluate({ environment: 'sandbox' })).toBe('https://sandbox.acme.example.test'));

	it.each(bad.filter((address) => !address.endsWith(':port')))('gives the rule for %j', (baseUrl) =>
		expect(evaluate({ environment: 'custom', baseUrl })).toBe(`Base URL ${BASE_URL_MUST}`),
	);
});

describe('the fields of a credential', () => {
	it('offer each environment with its address, the first by default, and one’s own', () => {
		const [environment, isTest, baseUrl] = environmentFields(hosts);
		expect(environment).toMatchObject({
			name: 'environment',
			displayName: 'Environment',
			default: 'production',
			options: [
				{ name: 'Production', value: 'production', description: 'https://api.acme.example.test/v1' },
				{ name: 'Sandbox', value: 'sandbox', description: 'https://sandbox.acme.example.test' },
				{ name: 'Custom', value: 'custom', description: expect.stringMatching(/^Another address/) },
			],
		});
		expect(isTest).toMatchObject({
			type: 'notice',
			displayName: expect.stringMatching(/^This is a test system\. Say so in the name/),
			displayOptions: { show: { environment: ['sandbox'] } },
		});
		expect(baseUrl).toMatchObject({
			name: 'baseUrl',
			displayName: 'Base URL',
			required: true,
			placeholder: expect.stringMatching(/^e\.g\. http/),
			description: expect.stringContaining('without the path of an operation'),
			displayOptions: { show: { environment: ['custom'] } },
		});
	});

	it('of a partner without hosts begin with one’s own address', () =>
		expect(environmentFields({})[0]).toMatchObject({ default: 'custom' }));
});
