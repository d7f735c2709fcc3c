package org.leastaction.transport;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.ot.cost.DisplacementCost;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.FloatPoints;

/**
 * The costs of one pass of inputs through a flow, without the particles.
 *
 * @param cost             transport cost of the residues
 * @param displacement     D, summed over segments, under the same cost
 * @param logProbabilities the classifier's log-probabilities (natural), [n, classes]; empty without a classifier
 */
public record MeasuredCosts(TransportCost cost, double displacement, Optional<FloatPoints> logProbabilities) {

    public MeasuredCosts {
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(logProbabilities, "logProbabilities");
    }

    /** From the squared Euclidean costs that the model itself computed. O(n·K). */
    static MeasuredCosts of(FlowShape shape, FlowCosts told) {
        CostCollector costs = new CostCollector(shape, told.size(), GroundCost.squaredEuclidean());
        costs.collect(told);
        CompensatedSum moved = new CompensatedSum();
        for (int i = 0; i < told.size(); i++) {
            for (int s = 0; s < shape.segments().size(); s++) {
                moved.add(told.segments().get(i, s));
            }
        }
        return new MeasuredCosts(costs.result(), moved.value() / told.size(), told.logProbabilities());
    }

    /** Action: {@link TransportCost#action()}. */
    public double action() {
        return cost.action();
    }

    /** D / action, in [0, 1]; 1 if every particle moves straight at constant speed, NaN if nothing moves. */
    public double straightness() {
        return displacement / action();
    }

    /** Sums the costs of residues in double precision. */
    static final class CostCollector {

        private final FlowShape shape;
        private final DisplacementCost cost;
        private final CompensatedSum[] blocks;
        private final CompensatedSum[] elements;
        private final double[] samples;
        private double largest;

        CostCollector(FlowShape shape, int samples, DisplacementCost cost) {
            this.shape = shape;
            this.cost = cost;
            this.blocks = sums(shape.blocks());
            this.elements = sums(shape.blocks());
            this.samples = new double[samples];
        }

        void collect(int firstRow, BlockStep step) {
            FloatPoints residue = step.residue();
            for (int i = 0; i < residue.size(); i++) {
                double moved = cost.of(residue, i);
                add(step.block(), firstRow + i, moved,
                        cost == GroundCost.squaredEuclidean() ? moved : powers(residue, i));
            }
        }

        /** @param costs squared Euclidean costs of all samples */
        void collect(FlowCosts costs) {
            for (int i = 0; i < costs.size(); i++) {
                for (int k = 0; k < blocks.length; k++) {
                    double moved = costs.blocks().get(i, k);
                    add(k, i, moved, moved);
                }
            }
        }

        private void add(int block, int sample, double moved, double powers) {
            blocks[block].add(moved);
            samples[sample] += moved;
            largest = Math.max(largest, moved);
            elements[block].add(powers);
        }

        TransportCost result() {
            int n = samples.length;
            int[] segmentOf = new int[blocks.length];
            double[] blockCosts = new double[blocks.length];
            double[] elementCosts = new double[blocks.length];
            int block = 0;
            for (int s = 0; s < shape.segments().size(); s++) {
                Segment segment = shape.segments().get(s);
                for (int k = 0; k < segment.blocks(); k++, block++) {
                    segmentOf[block] = s;
                    blockCosts[block] = blocks[block].value() / n;
                    elementCosts[block] = elements[block].value() / n / segment.dimension();
                }
            }
            return new TransportCost(cost, segmentOf, blockCosts, elementCosts, samples, largest);
        }

        /** Σ over elements of |v|^p. */
        private double powers(FloatPoints residue, int i) {
            double p = cost.power();
            double sum = 0;
            for (int k = 0; k < residue.dimension(); k++) {
                double v = Math.abs(residue.get(i, k));
                sum += Math.pow(v, p);
            }
            return sum;
        }

        private static CompensatedSum[] sums(int count) {
            CompensatedSum[] sums = new CompensatedSum[count];
            for (int k = 0; k < count; k++) {
                sums[k] = new CompensatedSum();
            }
            return sums;
        }
    }
}
