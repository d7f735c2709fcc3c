package org.leastaction.onnx.proto;

import java.util.Map;

/** Where the data of tensors comes from that is not in the message itself. */
@FunctionalInterface
interface OutsideData {

    /** For tensors within operations, whose data are never external. */
    OutsideData REFUSED = (tensor, entries, bytes) -> {
        throw new MalformedModelException("the setting '" + tensor + "' of an operation lies in another file");
    };

    /**
     * Reads the data of one tensor.
     *
     * @param entries where it lies, as the message says
     * @param bytes   how many bytes its shape needs
     */
    ByteSlice read(String tensor, Map<String, String> entries, long bytes) throws MalformedModelException;
}
