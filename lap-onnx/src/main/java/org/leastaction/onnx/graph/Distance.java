package org.leastaction.onnx.graph;

/**
 * A squared Euclidean distance for each point, computed inside a subgraph.
 *
 * @param from a tensor whose first axis is the batch
 * @param to   another of the same shape
 */
public record Distance(String from, String to, Form form) {

    /** The operations that sum the squares. */
    public enum Form {
        /**
         * Operations in the runtime's own layout of images, so that no state is converted: the difference is a
         * convolution by −1 with an addition, the sum an average over the pixels of each channel.
         */
        IMAGES,
        /** A subtraction, and a sum over all numbers of a point. */
        ROWS
    }
}
