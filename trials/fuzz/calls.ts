import fc from 'fast-check';
import { rawRequest, type RawAnswer, type RawCall } from '../../testbed/rawHttp';

/** Where postbacks go, and their user and password. */
export interface FuzzTarget {
	/** `/webhook/…/postback`. */
	path: string;
	user: string;
	password: string;
}

/** Calls of one kind, none of which may start a workflow. */
export interface FuzzClass {
	name: string;
	/** The only answers it may get. */
	answers: RawAnswer[];
	/** How often it is drawn, relative to the others. */
	weight: number;
	call: fc.Arbitrary<RawCall>;
}

export const base64 = (text: string) => Buffer.from(text).toString('base64');
export const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const JSON_TYPE: [string, string] = ['Content-Type', 'application/json'];

/** Every form of the header that the trigger accepts (SmartMove contract §9 no. 1). */
export function spellings({ user, password }: Pick<FuzzTarget, 'user' | 'password'>): string[] {
	const halves = `${base64(user)}:${base64(password)}`;
	const whole = base64(`${user}:${password}`);
	return [halves, `Basic ${halves}`, `Basic ${whole}`, whole];
}

/** A postback like SmartMove's own; its text tells it apart from others. */
export const postback = (text: string) => ({
	applicationId: 70_001,
	customerReferenceId: 'cust-42',
	notificationText: text,
	reportStatus: 'Ready',
	referenceId: null,
});

/** The valid postback number `n`, in one of the forms that the trigger accepts. */
export function goodCall({ path, ...secret }: FuzzTarget, n: number): RawCall {
	const fields = postback(`good ${n}`);
	const authorization: [string, string] = ['Authorization', spellings(secret)[n % 4] ?? ''];
	if (n % 3 === 1) {
		const form = new URLSearchParams(
			Object.entries(fields).map(([key, value]): [string, string] => [key, String(value ?? '')]),
		);
		const type: [string, string] = ['Content-Type', 'application/x-www-form-urlencoded'];
		return call(path, [type, authorization], Buffer.from(form.toString()));
	}
	return call(path, [JSON_TYPE, authorization], json(fields));
}

/** One request, sent in one piece. */
export const call = (target: string, headers: Array<[string, string]>, body: Buffer): RawCall => ({
	pieces: [rawRequest({ target, headers, body })],
});

/** Postbacks that would be valid with the right password. */
const anyPostback = fc.string({ maxLength: 20 }).map((text) => json(postback(`forged ${text}`)));
const word = fc.string({ minLength: 1, maxLength: 40 });

/** Random text of characters that HTTP allows in a header. */
const headerText = (most: number) =>
	fc
		.array(fc.integer({ min: 0x21, max: 0xff }), { maxLength: most })
		.map((codes) => Buffer.from(codes.filter((code) => code !== 0x7f)).toString('latin1'));

/** Authorization headers that the trigger must reject. */
function forged({ user, password }: FuzzTarget): fc.Arbitrary<string> {
	const right = spellings({ user, password });
	const another = fc
		.tuple(word, word, fc.nat(3))
		.map(([one, other, n]) => spellings({ user: one, password: other })[n] ?? '');
	const halfRight = fc
		.tuple(word, fc.boolean(), fc.nat(3))
		.map(([wrong, first, n]) =>
			first ? spellings({ user, password: wrong })[n] : spellings({ user: wrong, password })[n],
		)
		.map((header) => header ?? '');
	const changed = fc
		.tuple(fc.constantFrom(...right), fc.nat(200), fc.constantFrom('A', 'z', '=', ':', ''))
		.map(([header, at, letter]) => {
			const place = header.lastIndexOf(' ') + 1 + (at % (header.length - header.lastIndexOf(' ') - 1));
			return `${header.slice(0, place)}${letter}${header.slice(place + 1)}`;
		});
	const misspelt = fc.constantFrom(
		`${user}:${password}`,
		`Basic ${user}:${password}`,
		`Bearer ${right[3]}`,
		`Basic Basic ${right[3]}`,
		`Digest username="${user}", response="${password}"`,
		`${base64(password)}:${base64(user)}`,
		`${base64(user)}:`,
		`:${base64(password)}`,
		base64(user),
		base64(password),
		password,
		`${right[0]}, ${right[0]}`,
		`${right[3]}${right[3]}`,
		`null`,
		`undefined`,
		`*`,
		`' or 1=1 --`,
		`{{ $credentials.postbackPassword }}`,
		`={{ 1 }}`,
	);
	return fc
		.oneof(another, halfRight, changed, misspelt, headerText(300), fc.constant(''))
		.filter((header) => !right.includes(header.trim().replace(/^basic\s+(?!basic)/i, '')));
}

/** Calls without the right password; with it, each would start the workflow. */
export function forgedClasses(target: FuzzTarget): FuzzClass[] {
	const { path } = target;
	const [right = ''] = spellings(target);
	const of = (headers: fc.Arbitrary<Array<[string, string]>>, at = fc.constant(path)) =>
		fc.tuple(headers, anyPostback, at).map(([more, body, where]) => call(where, [JSON_TYPE, ...more], body));
	const names = fc.constantFrom(
		'Proxy-Authorization',
		'X-Authorization',
		'Authorisation',
		'Authentication',
		'Cookie',
		'X-Forwarded-Authorization',
		'WWW-Authenticate',
	);
	return [
		{ name: 'no password', answers: [401], weight: 3, call: of(fc.constant([])) },
		{
			name: 'forged password',
			answers: [401],
			weight: 12,
			call: of(forged(target).map((header) => [['Authorization', header]])),
		},
		{
			name: 'forged before right',
			answers: [401],
			weight: 2,
			call: of(
				forged(target).map((header) => [
					['Authorization', header],
					['Authorization', right],
				]),
			),
		},
		{
			name: 'password elsewhere',
			answers: [401],
			weight: 3,
			call: of(
				names.map((name) => [[name, right]]),
				fc.constantFrom(
					path,
					`${path}?authorization=${encodeURIComponent(right)}`,
					`${path}?Authorization=${encodeURIComponent(right)}#x`,
				),
			),
		},
		{
			name: 'long password',
			answers: [401],
			weight: 2,
			call: of(
				fc
					.integer({ min: 1_000, max: 12_000 })
					.map((length) => [['Authorization', right.padEnd(length, 'A')]]),
			),
		},
		{
			name: 'endless password',
			answers: [431],
			weight: 2,
			call: of(
				fc
					.integer({ min: 20_000, max: 60_000 })
					.map((length) => [['Authorization', `Basic ${'A'.repeat(length)}`]]),
			),
		},
		{
			name: 'a megabyte, no password',
			answers: [401],
			weight: 1,
			call: fc
				.integer({ min: 300_000, max: 2_000_000 })
				.map((length) => call(path, [JSON_TYPE], Buffer.alloc(length, 'a'))),
		},
	];
}
