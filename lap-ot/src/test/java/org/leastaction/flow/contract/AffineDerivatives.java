package org.leastaction.flow.contract;

import java.util.List;

/** Derivatives of an affine network, one point at a time: its blocks' Jacobians are constant, its loss is softmax's. */
final class AffineDerivatives {

    private final AffineNetwork network;
    private final List<AffineBlock> blocks;

    AffineDerivatives(AffineNetwork network) {
        this.network = network;
        this.blocks = network.blocks();
    }

    /** J·u of the blocks {@code first} (inclusive) to {@code last} (exclusive). */
    double[] forward(int first, int last, double[] tangent) {
        double[] u = tangent;
        for (int k = first; k < last; k++) {
            u = blocks.get(k).map().applyLinear(u);
        }
        return u;
    }

    /** Jᵀ·w of the blocks {@code first} (inclusive) to {@code last} (exclusive). */
    double[] backward(int first, int last, double[] cotangent) {
        double[] w = cotangent;
        for (int k = last - 1; k >= first; k--) {
            w = blocks.get(k).map().applyTransposed(w);
        }
        return w;
    }

    /** ∂(−ln p(label | x))/∂x: the probabilities less one at the label, pulled back to the input. */
    double[] lossGradient(double[] input, int label) {
        double[] end = network.transport().apply(network.encoder().apply(input));
        double[] error = AffineFlow.logSoftmax(network.classifier().apply(end));
        for (int c = 0; c < error.length; c++) {
            error[c] = Math.exp(error[c]) - (c == label ? 1 : 0);
        }
        double[] atEnd = network.classifier().applyTransposed(error);
        return network.encoder().applyTransposed(backward(0, blocks.size(), atEnd));
    }
}
