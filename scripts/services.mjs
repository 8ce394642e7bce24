// Redis and PostgreSQL for n8n's queue mode: Debian's binaries, on loopback, with ports and folders of their own.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** For hangs only, as all waits. */
const { waitMs: STARTS_WITHIN_MS } = JSON.parse(
	readFileSync(new URL('../playground/patience.json', import.meta.url), 'utf8'),
);
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

function folders() {
	const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : [];
	const newest = versions.sort((a, b) => Number(b) - Number(a));
	// Debian keeps the server's programs out of the PATH.
	return [
		...newest.map((version) => join(DEBIAN_POSTGRES, version, 'bin')),
		...process.env.PATH.split(delimiter),
	];
}

function find(binary, debianPackage) {
	const folder = folders().find((each) => existsSync(join(each, binary)));
	if (folder) return join(folder, binary);
	throw new Error(
		`${binary} is not installed: queue mode needs it (apt-get install --no-install-recommends ${debianPackage})`,
	);
}

function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/** PostgreSQL refuses to run as root. */
function unprivileged() {
	if (process.getuid() !== 0) return {};
	const id = (flag) => Number(execFileSync('id', [flag, 'postgres']).toString());
	return { uid: id('-u'), gid: id('-g') };
}

const answers = (port) =>
	new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
		socket.on('connect', () => socket.destroy());
	});

async function launch({ name, command, args, port, user = {}, signal }) {
	const child = spawn(command, args, { ...user, stdio: ['ignore', 'ignore', 'pipe'] });
	let words = '';
	child.stderr.on('data', (chunk) => (words = `${words}${chunk}`.slice(-2_000)));
	const ended = new Promise((resolve) => child.once('exit', resolve));
	for (const until = Date.now() + STARTS_WITHIN_MS; !(await answers(port)); ) {
		if (child.exitCode !== null || Date.now() > until) {
			child.kill('SIGKILL');
			throw new Error(`${name} did not start: ${words.trim()}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return async () => {
		child.kill(signal);
		await ended;
	};
}

async function startRedis(folder) {
	const port = await freePort();
	const command = find('redis-server', 'redis-server');
	const args = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
	const stop = await launch({ name: 'Redis', command, args, port, signal: 'SIGTERM' });
	return { port, stop };
}

async function startPostgres(folder) {
	const port = await freePort();
	const user = unprivileged();
	if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
	const data = join(folder, 'data');
	execFileSync(
		find('initdb', 'postgresql'),
		['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
		{ ...user, stdio: 'ignore' },
	);
	const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'fsync=off'];
	const stop = await launch({
		name: 'PostgreSQL',
		command: find('postgres', 'postgresql'),
		args: ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
		port,
		user,
		// The fast way to end: it waits for nobody.
		signal: 'SIGINT',
	});
	return { port, stop };
}

/** @returns the variables that tell the tests where both are, and what ends both and removes what they wrote */
export async function startServices() {
	const kept = [];
	const folder = (name) => {
		const made = mkdtempSync(join(tmpdir(), `zendesk-users-${name}-`));
		kept.push(() => rmSync(made, { recursive: true, force: true }));
		return made;
	};
	const stop = async () => {
		for (const undo of kept.splice(0).reverse()) await undo();
	};
	try {
		const redis = await startRedis(folder('redis'));
		kept.push(redis.stop);
		const postgres = await startPostgres(folder('postgres'));
		kept.push(postgres.stop);
		return {
			env: { TEST_REDIS_PORT: String(redis.port), TEST_POSTGRES_PORT: String(postgres.port) },
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
