package org.leastaction.onnx.flow;

import java.util.List;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.flow.BatchAxisProbe.ProbePoints;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.SubgraphSession;

/**
 * Determines the kind of a network's scores, if its operations do not show it, from their values at random inputs.
 * Probabilities are never taken for logits: if numbers could be either, the user has to specify it.
 */
final class EndingProbe {

    private static final double ROUNDING = 1e-3;
    private static final double TINY = 1e-6;

    private static final int POINTS = 16;

    private EndingProbe() {}

    /**
     * The network with the kind of its scores, determined by a run of random points if necessary.
     *
     * @throws MalformedModelException if its scores may be either logits or probabilities, or it cannot be run
     */
    static Cut decided(Cut cut, BatchAxis axis, Execution execution) throws MalformedModelException {
        if (cut.head().ending() != Ending.UNDECIDED) {
            return cut;
        }
        String tensor = cut.head().tensor();
        int numbers = cut.dimension(tensor);
        float[] answers = new float[Math.multiplyExact(POINTS, numbers)];
        try (SubgraphSession subgraph = new SubgraphSessions(cut, axis, execution)
                .between(cut.graph().input().name(), List.of(tensor))) {
            subgraph.run(List.of(answers), ProbePoints.of(cut, POINTS));
        } catch (IllegalStateException failure) {
            throw new MalformedModelException(Messages.of(failure), failure);
        }
        return cut.withHead(cut.head().withEnding(of(answers, numbers)));
    }

    /**
     * The kind of scores.
     *
     * @param answers [n, numbers], row-major
     * @param numbers of one point
     * @throws MalformedModelException if they lie between 0 and 1 and do not sum to 1
     */
    static Ending of(float[] answers, int numbers) throws MalformedModelException {
        boolean shares = true;
        boolean logarithms = numbers > 1;
        boolean sumToOne = numbers > 1;
        for (int from = 0; from < answers.length; from += numbers) {
            double sum = 0;
            double sumOfPowers = 0;
            for (int i = from; i < from + numbers; i++) {
                shares &= answers[i] >= -TINY && answers[i] <= 1 + TINY;
                sum += answers[i];
                sumOfPowers += Math.exp(answers[i]);
            }
            sumToOne &= Math.abs(sum - 1) <= ROUNDING;
            logarithms &= Math.abs(sumOfPowers - 1) <= ROUNDING;
        }
        if (shares && !sumToOne) {
            throw new MalformedModelException("has outputs between 0 and 1 that do not sum to 1, which may be"
                    + " probabilities, logits or an embedding; say which with --ending probabilities, --ending logits"
                    + " or --ending points");
        }
        return shares ? Ending.PROBABILITIES : logarithms ? Ending.LOG_PROBABILITIES : Ending.LOGITS;
    }
}
