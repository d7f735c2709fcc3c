package org.leastaction.metrics.validation;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How often each stated interval holds the known answer: {@code ./benchmark lap-metrics …ValidationTable [SEEDS]}. */
public final class ValidationTable {

    private ValidationTable() {}

    public static void main(String[] arguments) {
        int seeds = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
        System.out.println("| measure | of | held, of " + seeds + " | mean of value less truth | median width |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (KnownAnswer answer : KnownAnswer.all()) {
            List<KnownAnswer.Trial> trials = IntStream.range(0, seeds).parallel()
                    .mapToObj(seed -> answer.trial().apply(seed)).toList();
            long held = trials.stream().filter(KnownAnswer.Trial::held).count();
            double error = trials.stream().mapToDouble(t -> t.stated().value() - t.truth()).average().orElseThrow();
            double[] widths = trials.stream().mapToDouble(t -> t.stated().width()).sorted().toArray();
            System.out.printf(Locale.ROOT, "| `%s` | %s | %d | %+.3g | %.3g |%n",
                    answer.measure(), answer.of(), held, error, widths[widths.length / 2]);
        }
    }
}
