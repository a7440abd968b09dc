import './environment';
import { ICredentials } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsEncrypted,
	INodeCredentialsDetails,
} from 'n8n-workflow';

/**
 * The credentials table of a test: one credential per type, kept as JSON text so that every read gives a fresh object,
 * as decrypting does in n8n. Share one store between runs to see what an earlier run left there, e.g. a session token.
 */
export class CredentialStore {
	/** How often a credential was decrypted for use (`getDecrypted`). */
	reads = 0;

	/** How often a credential was written back (a renewed session token). */
	writes = 0;

	private readonly rows = new Map<string, string>();

	constructor(credentials: Record<string, ICredentialDataDecryptedObject> = {}) {
		for (const [type, data] of Object.entries(credentials)) this.set(type, data);
	}

	/** The content of a node’s `credentials` field that points at this credential. */
	details(type: string): INodeCredentialsDetails {
		return { id: `${type}-id`, name: `${type} account` };
	}

	has(type: string): boolean {
		return this.rows.has(type);
	}

	get(type: string): ICredentialDataDecryptedObject {
		return JSON.parse(this.text(type)) as ICredentialDataDecryptedObject;
	}

	set(type: string, data: ICredentialDataDecryptedObject): void {
		this.rows.set(type, JSON.stringify(data));
	}

	/** Everything stored, by credential type. */
	all(): Record<string, ICredentialDataDecryptedObject> {
		return Object.fromEntries([...this.rows.keys()].map((type) => [type, this.get(type)]));
	}

	private text(type: string): string {
		const text = this.rows.get(type);
		if (text === undefined) throw new Error(`The test stores no credential of type "${type}"`);
		return text;
	}
}

/** One stored credential as an `ICredentials`, without the encryption. */
export class StoredCredential extends ICredentials {
	override async getData(): Promise<ICredentialDataDecryptedObject> {
		return JSON.parse(this.data ?? '{}') as ICredentialDataDecryptedObject;
	}

	override async setData(data: ICredentialDataDecryptedObject): Promise<void> {
		this.data = JSON.stringify(data);
	}

	override async updateData(
		toUpdate: Partial<ICredentialDataDecryptedObject>,
		toDelete: Array<keyof ICredentialDataDecryptedObject> = [],
	): Promise<void> {
		const data: Record<string, unknown> = { ...(await this.getData()), ...toUpdate };
		for (const key of toDelete) delete data[key];
		this.data = JSON.stringify(data);
	}

	override getDataToSave(): ICredentialsEncrypted {
		return { id: this.id ?? '', name: this.name, type: this.type, data: this.data ?? '{}' };
	}
}
