package org.leastaction.bench.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * Two models of a comparison. Differences are second − first.
 *
 * @param first      name of the first model
 * @param second     name of the second model
 * @param pairs      ids of the networks that are compared with one another, first and second
 * @param quantities every quantity that one of them has, in the order of the analyses
 * @param costShares share of the transport cost in each part of the depth
 * @param cost       the transport cost whose ratio is compared: per element if segments differ in dimension
 * @param costRatio  of the second over the first
 * @param rank       rank correlation of the costs of samples, of the first pair of networks
 * @param agreement  of the first pair of networks
 * @param answers    how often each is right, of the first pair of networks; empty without classifiers or labels
 * @param similarity before the first block and at the end of each part of the depth
 * @param everyState debiased alignment of every state of the first network (rows) with every one of the second, of the
 *                   first pair of networks; NaN where it is not defined, empty if it was not measured
 * @param unlike     the samples that the first pair of networks moves most differently, in descending order of the
 *                   difference
 */
public record PairComparison(
        String first,
        String second,
        List<List<String>> pairs,
        List<Difference> quantities,
        List<Difference> costShares,
        MetricDefinition cost,
        Quantity costRatio,
        Quantity rank,
        Quantity agreement,
        Optional<Answers> answers,
        List<Similarity> similarity,
        List<List<Double>> everyState,
        List<UnlikeSample> unlike) {

    public PairComparison {
        pairs = List.copyOf(pairs);
        quantities = List.copyOf(quantities);
        costShares = List.copyOf(costShares);
        similarity = List.copyOf(similarity);
        everyState = List.copyOf(everyState);
        unlike = List.copyOf(unlike);
    }

    /** The difference of a quantity, if one of the models has it. */
    public Optional<Difference> quantity(String key) {
        return quantities.stream().filter(difference -> difference.metric().key().equals(key)).findFirst();
    }

    /** Whether both models are one network each, so that intervals are over samples. */
    public boolean isOfSamples() {
        return quantities.stream().anyMatch(difference -> difference.basis() == Difference.Basis.SAMPLES);
    }

    /**
     * Whether nothing differs: no quantity, no sample, no state. The alignment of equal states is exactly 1, and their
     * distance is 0.
     */
    public boolean isIdentical() {
        return !(quantities.isEmpty() && similarity.isEmpty())
                && quantities.stream().filter(Difference::isPresent).allMatch(one -> one.change().value() == 0)
                && quantities.stream().allMatch(one -> one.first().isPresent() == one.second().isPresent())
                && costShares.stream().filter(Difference::isPresent).allMatch(one -> one.change().value() == 0)
                && similarity.stream().allMatch(Similarity::isPerfect)
                && Stream.of(costRatio, rank, agreement).allMatch(one -> !one.isPresent() || one.value() == 1)
                && unlike.stream().allMatch(sample -> sample.logRatio() == 0);
    }

    /** How many samples both networks, one of them, or neither classifies correctly. */
    public record Answers(int both, int first, int second, int neither) {

        public int total() {
            return both + first + second + neither;
        }
    }

    /**
     * The similarity of two states; the quantities are missing where the states are the same for all samples.
     *
     * @param depth      of both, relative: 0 before the first block, 1 after the last
     * @param first      the state of the first model, by the number of blocks before it
     * @param second     the state of the second
     * @param cka        linear centred kernel alignment
     * @param debiased   the same, debiased
     * @param procrustes Procrustes distance
     */
    public record Similarity(
            double depth, int first, int second, Quantity cka, Quantity debiased, Quantity procrustes) {

        boolean isPerfect() {
            return (!cka.isPresent() || cka.value() == 1) && (!debiased.isPresent() || debiased.value() == 1)
                    && (!procrustes.isPresent() || procrustes.value() == 0);
        }
    }

    /**
     * A sample that two networks move differently.
     *
     * @param row             its row in the test set, from 0
     * @param position        its position among the measured samples, from 0
     * @param label           its class; −1 without labels
     * @param firstPredicted  the first network's class; −1 without a classifier
     * @param secondPredicted the second's
     * @param firstCost       Σ_k ‖v_k‖² in the first network, over the mean of all samples there
     * @param secondCost      the same in the second
     */
    public record UnlikeSample(
            int row, int position, int label, int firstPredicted, int secondPredicted, double firstCost,
            double secondCost) {

        /**
         * ln of the second cost over the first: how much farther the second network moves it, relative to all samples.
         */
        public double logRatio() {
            return firstCost == secondCost ? 0 : Math.log(secondCost / firstCost);
        }
    }
}
