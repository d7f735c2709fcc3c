package org.leastaction.metrics.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.SingularTriplets;
import org.leastaction.metrics.statistics.Regression;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.points.DoublePoints;

/**
 * How the Jacobians J_k − I of the residues of a flow agree along the path of one particle, by their r leading singular
 * triplets U, S, V (Li and Papyan 2023; Aubry et al. 2025). Only blocks of the same segment are compared.
 *
 * @param leftRight    mean over blocks of ‖U_kᵀV_k‖_F²/r: the overlap of the spaces of left and right vectors, in
 *                     [0, 1]; r/d for independent spaces. NaN without a block
 * @param depth        mean over pairs of blocks of (‖U_iᵀU_j‖_F² + ‖V_iᵀV_j‖_F²)/2r, in [0, 1]; r/d for independent
 *                     spaces. NaN without a pair
 * @param coupling     mean over ordered pairs of blocks of 1 − ‖U_jᵀJ_iV_j − S_i‖_F/‖S_i‖_F, at most 1: 1 if all blocks
 *                     have the same singular vectors, about 0 for independent ones. NaN without a pair
 * @param neighbours   the same for each pair of consecutive blocks, K − 1 numbers; NaN between segments
 * @param rankShares   by block: share of ‖J_k − I‖_F² in the r leading singular values, in [0, 1]; 1 if the rank is at
 *                     most r
 * @param largest      by block: the largest singular value
 */
public record ResidualAlignment(
        double leftRight, double depth, double coupling, double[] neighbours, double[] rankShares, double[] largest) {

    /**
     * Compares the blocks along the path of one particle. O(K²·r·(r + 5)·d).
     *
     * @param blocks   for each block, over all segments, the triplets of its residue's Jacobian; empty for a block that
     *                 is not compared
     * @param segments for each block the index of its segment
     * @param rank     r, at least 1, at most the number of triplets of each block
     * @throws IllegalArgumentException if the numbers of blocks differ or a block has fewer than r triplets
     */
    public static ResidualAlignment of(List<Optional<SingularTriplets>> blocks, int[] segments, int rank) {
        if (blocks.size() != segments.length
                || blocks.stream().flatMap(Optional::stream).anyMatch(block -> block.values().length < rank)) {
            throw new IllegalArgumentException("each of " + segments.length + " blocks needs " + rank
                    + " singular triplets or none");
        }
        int k = blocks.size();
        double[] neighbours = new double[Math.max(0, k - 1)];
        double[] shares = new double[k];
        double[] largest = new double[k];
        Arrays.fill(neighbours, Double.NaN);
        Arrays.fill(shares, Double.NaN);
        Arrays.fill(largest, Double.NaN);
        Mean leftRight = new Mean();
        Mean depth = new Mean();
        Mean coupling = new Mean();
        for (int i = 0; i < k; i++) {
            if (blocks.get(i).isEmpty()) {
                continue;
            }
            SingularTriplets one = blocks.get(i).get();
            largest[i] = one.values()[0];
            shares[i] = Math.min(1, squares(one, rank) / one.frobeniusSquared());
            leftRight.add(overlap(one.left(), one.right(), rank));
            for (int j = 0; j < k; j++) {
                if (j != i && segments[j] == segments[i] && blocks.get(j).isPresent()) {
                    SingularTriplets other = blocks.get(j).get();
                    double pair = coupling(one, other, rank);
                    coupling.add(pair);
                    if (Math.abs(i - j) == 1) {
                        int joint = Math.min(i, j);
                        neighbours[joint] = (Double.isNaN(neighbours[joint]) ? 0 : neighbours[joint]) + pair / 2;
                    }
                    if (j < i) {
                        depth.add((overlap(one.left(), other.left(), rank)
                                + overlap(one.right(), other.right(), rank)) / 2);
                    }
                }
            }
        }
        return new ResidualAlignment(leftRight.value(), depth.value(), coupling.value(), neighbours, shares, largest);
    }

    /**
     * The exponent of the scaling with depth: the slope of ln σ_k over ln k, where block k is the k-th of the flow,
     * from 1. −1 if singular values fall inversely with depth, 0 if they are the same everywhere.
     *
     * @param largest by block: a mean of the largest singular value; NaN for a block that is not compared
     * @return empty with fewer than 3 blocks that have a positive value
     */
    public static Optional<Estimate> depthExponent(double[] largest) {
        double[] logDepths = new double[largest.length];
        double[] logValues = new double[largest.length];
        int used = 0;
        for (int k = 0; k < largest.length; k++) {
            if (largest[k] > 0) {
                logDepths[used] = Math.log(k + 1.0);
                logValues[used++] = Math.log(largest[k]);
            }
        }
        return used < 3 ? Optional.empty() : Optional.of(Regression.of(
                Arrays.copyOf(logDepths, used), Arrays.copyOf(logValues, used)).slope());
    }

    private static double squares(SingularTriplets block, int rank) {
        return Arrays.stream(block.values(), 0, rank).map(value -> value * value).sum();
    }

    /** ‖AᵀB‖_F²/r of the first r rows of two orthonormal sets. */
    private static double overlap(DoublePoints a, DoublePoints b, int rank) {
        double sum = 0;
        for (int p = 0; p < rank; p++) {
            for (int q = 0; q < rank; q++) {
                double product = product(a, p, b, q);
                sum += product * product;
            }
        }
        return sum / rank;
    }

    /** 1 − ‖U_jᵀJ_iV_j − S_i‖_F/‖S_i‖_F, J_i by all of its triplets; NaN if J_i is 0. */
    private static double coupling(SingularTriplets i, SingularTriplets j, int rank) {
        double misfit = 0;
        for (int p = 0; p < rank; p++) {
            for (int q = 0; q < rank; q++) {
                double entry = p == q ? -i.values()[p] : 0;
                for (int t = 0; t < i.values().length; t++) {
                    entry += product(j.left(), p, i.left(), t) * i.values()[t] * product(i.right(), t, j.right(), q);
                }
                misfit += entry * entry;
            }
        }
        return 1 - Math.sqrt(misfit / squares(i, rank));
    }

    private static double product(DoublePoints a, int p, DoublePoints b, int q) {
        int d = a.dimension();
        return InnerProducts.of(a.array(), a.offset() + p * d, b.array(), b.offset() + q * d, d);
    }

    /** The mean of the numbers added that are not NaN. */
    private static final class Mean {

        private double sum;
        private int count;

        void add(double value) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }

        double value() {
            return count == 0 ? Double.NaN : sum / count;
        }
    }
}
