import type { Simulator } from '../../simulator';
import type { Told } from './compare';
import { type Exchange, fill, type Recording } from './recording';
import { openAccount } from './state';

/** What the simulator answered to each request of a recording, in turn. */
export interface Replayed {
	sim: Simulator;
	answers: Told[];
}

/** Sends every request of a recording, at its time, to a simulated account in the state that it needs. */
export async function replay(recording: Recording): Promise<Replayed> {
	const { sim, records } = await openAccount(recording);
	const known: Record<string, unknown> = { ...records };
	const answers: Told[] = [];
	for (const exchange of recording.exchanges) {
		await sim.clock.sleep((exchange.after ?? 0) * 1000);
		const answer = await send(sim, exchange, known);
		answers.push(answer);
		known[answers.length] = answer.body;
	}
	return { sim, answers };
}

async function send(
	sim: Simulator,
	{ request }: Exchange,
	known: Record<string, unknown>,
): Promise<Told> {
	const { method, path, body, subdomain } = request;
	const host = subdomain === undefined ? sim.host : `${subdomain}.zendesk.com`;
	const headers = new Headers({ Authorization: `Bearer ${sim.credentials.bearer()}` });
	if (body !== undefined) headers.set('Content-Type', 'application/json');
	const payload = body === undefined ? undefined : JSON.stringify(fill(body, known));
	const url = `https://${host}${String(fill(path, known))}`;
	const response = await sim.fetch(new Request(url, { method, headers, body: payload }));
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
	return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text };
}
