import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort } from './ports';
import { until } from './waiting';

/** A mail server on loopback that keeps what it gets, for workflows that send mail. */
export class Mailbox {
	readonly mails: Email[] = [];

	private constructor(
		private readonly server: SMTPServer,
		readonly port: number,
	) {}

	static async start(): Promise<Mailbox> {
		const port = await freePort();
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onData: (stream, _session, done) => {
				void buffer(stream)
					.then(async (raw) => await PostalMime.parse(raw))
					.then((mail) => {
						mailbox.mails.push(mail);
						done();
					}, done);
			},
		});
		const mailbox: Mailbox = new Mailbox(server, port);
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
		return mailbox;
	}

	/** The first mail whose subject matches, now or once it comes. */
	async mail(subject: RegExp): Promise<Email> {
		const subjects = () => this.mails.map((mail) => mail.subject ?? '');
		const look = () => this.mails.find((mail) => subject.test(mail.subject ?? ''));
		return await until(() => `a mail ${subject} among ${subjects().join(' | ')}`, look, 100);
	}

	/** Forgets what has come so far. */
	empty(): void {
		this.mails.length = 0;
	}

	/** n8n's credential for it. */
	get smtp(): Record<string, unknown> {
		return {
			host: '127.0.0.1',
			port: this.port,
			secure: false,
			disableStartTls: true,
			user: '',
			password: '',
		};
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
