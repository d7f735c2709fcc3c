package org.leastaction.onnx.graph;

/**
 * A squared Euclidean distance, point by point, that a piece is to tell.
 *
 * @param from a tensor whose first axis is the batch
 * @param to   another of the same shape
 */
public record Distance(String from, String to, Form form) {

    /** How the squares are summed up. */
    public enum Form {
        /**
         * By operations that the runtime does in its own layout of images, so that no particle leaves it: the difference
         * is a convolution by −1 with an addition, the sum an average over the pixels of each channel.
         */
        IMAGES,
        /** By a subtraction and a sum over all numbers of a point. */
        ROWS
    }
}
