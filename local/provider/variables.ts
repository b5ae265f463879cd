/** How the plugin, which the engine starts, learns where the emulator is, and who runs the mappings of table streams. */
export const endpointVariable = "BULKHEAD_ENDPOINT";
export const streamsVariable = "BULKHEAD_STREAMS";
