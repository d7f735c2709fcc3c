package org.leastaction.transport;

import java.util.Arrays;
import org.leastaction.ot.cost.DisplacementCost;

/**
 * The transport cost of a flow's residues: C = (1/n) Σᵢ Σ_k h(v_k(x_kⁱ)), by block, segment and sample. Immutable.
 *
 * <p>With the squared Euclidean cost this is the paper's transport cost (formula (10)), averaged over samples. The
 * elementwise scale, Σ_k mean over samples and elements of |v_k|^p, is the one to which the published λ₀ and τ refer.
 */
public final class TransportCost {

    private final DisplacementCost cost;
    private final int[] segmentOf;
    private final double[] blocks;
    private final double[] elementwiseBlocks;
    private final double[] samples;
    private final double largest;

    TransportCost(
            DisplacementCost cost, int[] segmentOf, double[] blocks, double[] elementwiseBlocks, double[] samples,
            double largest) {
        this.cost = cost;
        this.segmentOf = segmentOf.clone();
        this.blocks = blocks.clone();
        this.elementwiseBlocks = elementwiseBlocks.clone();
        this.samples = samples.clone();
        this.largest = largest;
    }

    /** h. */
    public DisplacementCost ground() {
        return cost;
    }

    /** C, in units of length^p: the sum of {@link #blocks()}. */
    public double total() {
        return Arrays.stream(blocks).sum();
    }

    /** The K terms of C, one per block. */
    public double[] blocks() {
        return blocks.clone();
    }

    /** The terms of C, one per segment. */
    public double[] segments() {
        double[] segments = new double[segmentOf[segmentOf.length - 1] + 1];
        for (int k = 0; k < blocks.length; k++) {
            segments[segmentOf[k]] += blocks[k];
        }
        return segments;
    }

    /** Σ_k h(v_k(x_kⁱ)) for every sample i, n numbers; their mean is C. */
    public double[] samples() {
        return samples.clone();
    }

    /** The largest norm of a residue, over samples and blocks: the p-th root of the largest h(v_k(x_kⁱ)). */
    public double largestNorm() {
        return cost.power() == 2 ? Math.sqrt(largest) : Math.pow(largest, 1 / cost.power());
    }

    /** Σ_k mean over samples and elements of |v_k|^p. */
    public double elementwise() {
        return Arrays.stream(elementwiseBlocks).sum();
    }

    /** The K terms of the elementwise scale, one per block. */
    public double[] elementwiseBlocks() {
        return elementwiseBlocks.clone();
    }

    /**
     * The action of the Euler flow over unit time, summed over segments: a segment of K blocks makes steps of length
     * 1/K with velocities K·v, so its action is K<sup>p − 1</sup> times its cost, K times for p = 2.
     */
    public double action() {
        double[] segments = segments();
        int[] length = new int[segments.length];
        for (int s : segmentOf) {
            length[s]++;
        }
        double action = 0;
        for (int s = 0; s < segments.length; s++) {
            action += Math.pow(length[s], cost.power() - 1) * segments[s];
        }
        return action;
    }
}
