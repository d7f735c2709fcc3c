package org.leastaction.bench.command.input;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.command.options.LabelOptions;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.data.model.Unstated;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.bench.verdict.Topic;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.NamedInputs;
import org.leastaction.points.LabelledPoints;

/**
 * Whether a network gets inputs like those of its training: what it does not state about them, and whether its accuracy
 * is better than chance.
 */
public final class InputCheck {

    private InputCheck() {}

    /**
     * Checks that the points of a network are samples.
     *
     * @throws BadInput if they are tokens
     */
    public static void requireSamples(FlowModel flow) {
        if (NamedInputs.areTokens(flow)) {
            throw new BadInput("--particle token: tokens of one sample have its label and scores, and are not"
                    + " independent; only 'lap analyze' measures them; --particle sample, class or mean is needed");
        }
    }

    /**
     * The data of a record, with the names of the classes and what the model does not state.
     *
     * @param points the samples, with the labels that the options give them
     */
    public static RunRecord.Data described(RunRecord.Data measured, DataSet data, ModelInputs inputs,
            LabelledPoints points, LabelOptions labels) {
        boolean meant = points.isLabelled() && !labels.areMapped();
        return measured.withClasses(labels.areMapped() ? List.of() : data.classNames())
                .withUnstated(data.unstatedBy(inputs, meant).stream().map(Unstated::key).toList());
    }

    /**
     * The sentence with which a verdict on the network begins; empty if nothing had to be assumed and the accuracy is
     * better than chance, or if there are too few samples for a verdict. One pass of the samples through a classifier.
     */
    public static Optional<Sentence> of(FlowModel flow, DataSet data, ModelInputs inputs, LabelledPoints points,
            LabelOptions labels, int batch, int threads) {
        RunRecord.Data described = described(
                new RunRecord.Data(data.name(), null, points.size(), data.sha256()), data, inputs, points, labels);
        Analysis accuracy = points.isLabelled() && flow.shape().classes() > 0
                ? FlowAnalysis.defaults().withBatch(batch).withThreads(threads).withMetrics(Set.of("accuracy"))
                        .analyse(flow, points).analysis()
                : Analysis.builder(points.size()).build();
        return Verdict.of(RunRecord.of("inputs", described).withAnalysis(accuracy)).about(Topic.INPUTS);
    }
}
