import axios, { type AxiosInstance } from 'axios';
import { PATIENCE_MS, until } from './waiting';

/** The owner of a fresh instance. */
export const OWNER = {
	email: 'owner@playground.example',
	firstName: 'Olga',
	lastName: 'Owner',
	password: 'Playground-2026',
};

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[key: string]: unknown;
}

export interface Workflow {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

export interface Execution {
	id: string;
	status: string;
	finished: boolean;
	workflowId: string;
	data?: string;
}

/** What a person does in the editor, by the calls that the editor makes. */
export class Rest {
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(url: string) {
		this.http = axios.create({ baseURL: `${url}/rest`, proxy: false, timeout: PATIENCE_MS });
		this.http.interceptors.request.use((config) => {
			if (this.cookie) config.headers.set('Cookie', this.cookie);
			// n8n ties the session to the browser that signed in.
			config.headers.set('browser-id', 'playground');
			return config;
		});
	}

	/** Sets the owner up on a fresh instance and signs in. */
	async signIn(): Promise<void> {
		const { email, password } = OWNER;
		const answer = await this.http
			.post('/owner/setup', OWNER)
			.catch(async () => await this.http.post('/login', { emailOrLdapLoginId: email, password }));
		const cookies = answer.headers['set-cookie'] ?? [];
		this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
	}

	/** @returns the credential as a node refers to it */
	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<{ id: string; name: string }> {
		const { data: answer } = await this.http.post('/credentials', { name, type, data });
		return { id: (answer as { data: { id: string } }).data.id, name };
	}

	/** The answer of the button *Test* of a credential. */
	async testCredential(
		credential: { id: string; name: string },
		type: string,
		data: Record<string, unknown>,
	): Promise<{ status: string; message: string }> {
		const { data: answer } = await this.http.post('/credentials/test', {
			credentials: { ...credential, type, data },
		});
		return (answer as { data: { status: string; message: string } }).data;
	}

	async createWorkflow(workflow: Workflow): Promise<Workflow & { id: string; versionId: string }> {
		const { data } = await this.http.post('/workflows', workflow);
		return (data as { data: Workflow & { id: string; versionId: string } }).data;
	}

	/** Makes the workflow live: triggers, forms and webhooks answer from now on. */
	async publish({ id, versionId }: { id: string; versionId: string }): Promise<void> {
		await this.http.post(`/workflows/${id}/activate`, { versionId });
	}

	async nodeTypes(): Promise<Array<{ name: string; version: number | number[] }>> {
		return await this.types('nodes');
	}

	async credentialTypes(): Promise<Array<{ name: string }>> {
		return await this.types('credentials');
	}

	/** What the editor makes its forms of. */
	private async types<T>(kind: 'nodes' | 'credentials'): Promise<T> {
		const { data } = await this.http.get(`/types/${kind}.json`, {
			baseURL: this.http.defaults.baseURL!.replace(/\/rest$/, ''),
		});
		return data as T;
	}

	async executions(workflowId: string): Promise<Execution[]> {
		const { data } = await this.http.get('/executions', {
			params: { filter: JSON.stringify({ workflowId }) },
		});
		return (data as { data: { results: Execution[] } }).data.results;
	}

	/** Waits until an execution of the workflow is in this state. */
	async untilStatus(workflowId: string, status: string): Promise<Execution> {
		return await until(`an execution has the status '${status}'`, async () =>
			(await this.executions(workflowId)).find((each) => each.status === status),
		);
	}

	async execution(id: string): Promise<Execution> {
		const { data } = await this.http.get(`/executions/${id}`);
		return (data as { data: Execution }).data;
	}

	async get<T>(path: string, params?: Record<string, unknown>): Promise<T> {
		const { data } = await this.http.get(path, { params });
		return (data as { data: T }).data;
	}

	/** Whatever else the editor asks of n8n. */
	async send<T>(
		method: 'get' | 'post' | 'patch' | 'delete',
		url: string,
		data?: unknown,
	): Promise<T> {
		const answer = await this.http.request({ method, url, data });
		return (answer.data as { data: T }).data;
	}
}
