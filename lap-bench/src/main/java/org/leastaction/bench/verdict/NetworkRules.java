package org.leastaction.bench.verdict;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.page.Numbers;

/** The rules for one network: each turns some numbers into at most one sentence. */
final class NetworkRules {

    private NetworkRules() {}

    static List<Sentence> all(Analysis analysis) {
        return Stream.<Function<Analysis, Optional<Sentence>>>of(NetworkRules::straightness, NetworkRules::accuracy)
                .flatMap(rule -> rule.apply(analysis).stream()).toList();
    }

    private static Optional<Sentence> straightness(Analysis analysis) {
        Quantity straightness = analysis.quantity(CostMeasures.STRAIGHTNESS.key());
        return straightness.isPresent() ? Optional.of(new Sentence(Topic.STRAIGHTNESS,
                "The straightness of the paths is " + Numbers.of(straightness.value()) + " of at most 1.",
                List.of(new Figure(CostMeasures.STRAIGHTNESS, "", straightness)), "")) : Optional.empty();
    }

    private static Optional<Sentence> accuracy(Analysis analysis) {
        Quantity accuracy = analysis.quantity(QualityMeasures.ACCURACY.key());
        return accuracy.isPresent() && accuracy.hasInterval() ? Optional.of(new Sentence(Topic.ACCURACY,
                String.format("It classifies %s %% of %d samples correctly (95 %% interval %s to %s %%).",
                        Numbers.percent(accuracy.value()), analysis.samples(), Numbers.percent(accuracy.low()),
                        Numbers.percent(accuracy.high())),
                List.of(new Figure(QualityMeasures.ACCURACY, "", accuracy)), "")) : Optional.empty();
    }
}
