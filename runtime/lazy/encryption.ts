export {
	getLocalCryptographicMaterialsCache,
	NodeCachingMaterialsManager,
} from "@aws-crypto/caching-materials-manager-node";
export { buildDecrypt } from "@aws-crypto/decrypt-node";
export { buildEncrypt } from "@aws-crypto/encrypt-node";
export { AwsKmsMrkAwareSymmetricKeyringNode } from "@aws-crypto/kms-keyring-node";
export {
	AlgorithmSuiteIdentifier,
	CommitmentPolicy,
} from "@aws-crypto/material-management-node";
export {
	DecryptCommand,
	EncryptCommand,
	GenerateDataKeyCommand,
	KMSClient,
} from "@aws-sdk/client-kms";
