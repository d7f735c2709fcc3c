package org.leastaction.onnx.flow;

import org.leastaction.onnx.proto.MalformedModelException;

/** The points of a batch influence one another. */
final class MixedBatchException extends MalformedModelException {

    private static final long serialVersionUID = 1;

    /** @param tensor in which a point depends on the rest of its batch */
    MixedBatchException(String tensor, long batch) {
        super("the points of a batch influence one another: in the tensor '" + tensor + "' the numbers of a point depend on those "
                + "of other points; " + (batch < 0
                        ? "if its first axis is not that of the points, export it with the axis of the points free, and to"
                                + " measure points one at a time with a batch of 1"
                        : "the batch of " + batch + " is not on its first axis, or the network mixes it; export it with a"
                                + " free batch, or a batch of 1"));
    }
}
