package org.leastaction.bench.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunRecord;

/**
 * The interpretation of the numbers of one or several networks.
 *
 * @param sentences in the order of their topics; empty if nothing was measured that a rule uses
 */
public record Verdict(List<Sentence> sentences) {

    public Verdict {
        sentences = List.copyOf(sentences);
    }

    /** The verdict on one network, whose classes have no names. */
    public static Verdict of(Analysis analysis) {
        return new Verdict(NetworkRules.all(analysis, null));
    }

    /** The verdict on one network; empty if it was not analysed. */
    public static Verdict of(RunRecord record) {
        Analysis analysis = record.analysis();
        return new Verdict(analysis == null ? List.of() : NetworkRules.all(analysis, record.data()));
    }

    /** The verdict on networks of several methods; empty unless there are two methods. */
    public static Verdict of(Comparison comparison) {
        return new Verdict(MethodRules.all(comparison));
    }

    /** The verdict on two models that were measured on the same samples. */
    public static Verdict of(ModelComparison comparison, PairComparison pair) {
        return new Verdict(ComparisonRules.all(comparison, pair));
    }

    /** The first sentence on a topic. */
    public Optional<Sentence> about(Topic topic) {
        return sentences.stream().filter(sentence -> sentence.topic() == topic).findFirst();
    }

    /** The value of {@code summary} in analysis.json: an array of objects, see docs/records.md. */
    public ArrayNode summary() {
        ArrayNode summary = JsonNodeFactory.instance.arrayNode();
        for (Sentence sentence : sentences) {
            ObjectNode object = summary.addObject().put("topic", sentence.topic().key()).put("text", sentence.text());
            ArrayNode figures = object.putArray("figures");
            for (Figure figure : sentence.figures()) {
                ObjectNode number = figures.addObject().put("key", figure.metric().key());
                if (!figure.of().isEmpty()) {
                    number.put("of", figure.of());
                }
                number.put("value", figure.quantity().value());
                if (figure.quantity().hasInterval()) {
                    number.put("low", figure.quantity().low()).put("high", figure.quantity().high());
                }
            }
            if (!sentence.caveat().isEmpty()) {
                object.put("caveat", sentence.caveat());
            }
        }
        return summary;
    }
}
