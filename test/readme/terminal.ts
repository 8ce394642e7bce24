import { type ChildProcess, spawn } from 'node:child_process';
import { PATIENCE_MS } from '../../playground/waiting';

/** Then they are killed. */
const ENDS_WITHIN_MS = 30_000;

/** A shell in which a person types one block after the other. */
export class Terminal {
	private readonly shell: ChildProcess;
	private printed = '';
	private heardAt = Date.now();

	constructor(folder: string, env: NodeJS.ProcessEnv) {
		this.shell = spawn('bash', ['-e'], {
			cwd: folder,
			env,
			stdio: ['pipe', 'pipe', 'pipe'],
			// A group of its own, so that Ctrl+C reaches what the shell has started.
			detached: true,
		});
		for (const stream of [this.shell.stdout!, this.shell.stderr!]) {
			stream.on('data', (data: Buffer) => {
				this.printed += String(data);
				this.heardAt = Date.now();
				process.stdout.write(data);
			});
		}
	}

	type(commands: string): void {
		this.shell.stdin!.write(`${commands}\n`);
	}

	/** Waits until something is printed, and gives what the pattern finds. */
	async until(pattern: RegExp): Promise<RegExpExecArray> {
		for (;;) {
			const found = pattern.exec(this.printed);
			if (found) return found;
			if (this.shell.exitCode !== null) {
				throw new Error(
					`The terminal ended with ${this.shell.exitCode} before it printed ${pattern}`,
				);
			}
			if (Date.now() - this.heardAt > PATIENCE_MS) {
				throw new Error(`The terminal has been silent for minutes and never printed ${pattern}`);
			}
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}

	/** Presses Ctrl+C, waits until everything has ended that was started, and closes the terminal. */
	async close(): Promise<void> {
		this.shell.stdin!.end();
		this.send('SIGINT');
		const patientUntil = Date.now() + ENDS_WITHIN_MS;
		while (this.send(0)) {
			if (Date.now() > patientUntil) this.send('SIGKILL');
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
	}

	/** @returns whether there was anybody to send it to */
	private send(signal: NodeJS.Signals | 0): boolean {
		try {
			return process.kill(-this.shell.pid!, signal);
		} catch {
			return false;
		}
	}
}
