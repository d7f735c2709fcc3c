package org.leastaction.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.compare.PairComparison.Similarity;
import org.leastaction.bench.compare.PairComparison.UnlikeSample;
import org.leastaction.bench.record.Quantity;

/** A comparison as comparison.json and as summary.csv; docs/records.md describes both. */
public final class ComparisonFiles {

    private ComparisonFiles() {}

    /**
     * The object of comparison.json.
     *
     * @param key      everything that determines the comparison, as text
     * @param verdicts the sentences of each pair, in the order of the pairs
     */
    public static ObjectNode json(ModelComparison comparison, String key, List<? extends JsonNode> verdicts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("key", key).put("data", comparison.data()).put("samples", comparison.samples().all())
                .put("state_samples", comparison.samples().kept())
                .put("similarity_samples", comparison.samples().similar());
        ArrayNode models = json.putArray("models");
        for (ModelComparison.Model model : comparison.models()) {
            ObjectNode one = models.addObject().put("name", model.name()).put("blocks", model.blocks());
            model.networks().forEach(one.withArray("networks")::add);
            model.dimensions().forEach(one.withArray("dimensions")::add);
        }
        ArrayNode pairs = json.putArray("pairs");
        for (int i = 0; i < comparison.pairs().size(); i++) {
            pairs.add(pair(comparison.pairs().get(i), verdicts.get(i)));
        }
        ArrayNode classes = json.putArray("classes");
        comparison.classes().forEach(classes::add);
        return json;
    }

    private static ObjectNode pair(PairComparison pair, JsonNode verdict) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("first", pair.first()).put("second", pair.second());
        json.set("summary", verdict);
        json.put("identical", pair.isIdentical());
        ArrayNode networks = json.putArray("networks");
        pair.pairs().forEach(two -> networks.addArray().add(two.get(0)).add(two.get(1)));
        ObjectNode quantities = json.putObject("quantities");
        pair.quantities().forEach(one -> quantities.set(one.metric().key(), difference(one)));
        put(json, ComparisonMetrics.COST_RATIO.key(), pair.costRatio());
        json.put("cost_ratio_of", pair.cost().key());
        ArrayNode shares = json.putArray(ComparisonMetrics.COST_SHARE_DEPTH.key());
        for (int part = 0; part < pair.costShares().size(); part++) {
            ObjectNode share = shares.addObject()
                    .put("from", (double) part / pair.costShares().size())
                    .put("to", (part + 1.0) / pair.costShares().size());
            share.setAll(difference(pair.costShares().get(part)));
        }
        put(json, ComparisonMetrics.COST_RANK_CORRELATION.key(), pair.rank());
        put(json, ComparisonMetrics.AGREEMENT.key(), pair.agreement());
        pair.answers().ifPresent(answers -> json.putObject("correct")
                .put("both", answers.both()).put("first", answers.first()).put("second", answers.second())
                .put("neither", answers.neither()));
        ArrayNode states = json.putArray("similarity");
        for (Similarity state : pair.similarity()) {
            ObjectNode one = states.addObject().put("depth", state.depth())
                    .put("first_state", state.first()).put("second_state", state.second());
            put(one, ComparisonMetrics.CKA_DEPTH.key(), state.cka());
            put(one, ComparisonMetrics.CKA_DEBIASED_DEPTH.key(), state.debiased());
            put(one, ComparisonMetrics.PROCRUSTES_DEPTH.key(), state.procrustes());
        }
        ArrayNode all = json.putArray(ComparisonMetrics.CKA_STATES.key());
        pair.everyState().forEach(row -> {
            ArrayNode numbers = all.addArray();
            row.forEach(value -> number(numbers, value));
        });
        ArrayNode unlike = json.putArray("unlike_samples");
        for (UnlikeSample sample : pair.unlike()) {
            unlike.addObject().put("row", sample.row()).put("label", sample.label())
                    .put("first_predicted", sample.firstPredicted()).put("second_predicted", sample.secondPredicted())
                    .put("first_cost", sample.firstCost()).put("second_cost", sample.secondCost());
        }
        return json;
    }

    private static void number(ArrayNode numbers, double value) {
        if (Double.isFinite(value)) {
            numbers.add(value);
        } else {
            numbers.addNull();
        }
    }

    private static ObjectNode difference(Difference difference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "first", difference.first());
        put(json, "second", difference.second());
        put(json, "difference", difference.change());
        return json.put("interval", difference.basis().key());
    }

    private static void put(ObjectNode json, String key, Quantity quantity) {
        if (!quantity.isPresent()) {
            json.putNull(key).put(key + "_reason", quantity.reason());
        } else if (quantity.hasInterval()) {
            json.putObject(key).put("value", quantity.value()).put("low", quantity.low()).put("high", quantity.high());
        } else {
            json.put(key, quantity.value());
        }
    }

    /** The lines of summary.csv: one per pair of models and quantity; empty cells where a number is missing. */
    public static String csv(ModelComparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add("first,second,quantity,from,to,first_value,second_value,difference,low,high,interval,reason");
        for (PairComparison pair : comparison.pairs()) {
            pair.quantities().forEach(one -> lines.add(line(pair, one.metric().key(), "", "", one)));
            int parts = pair.costShares().size();
            pair.costShares().forEach(one -> lines.add(line(pair, one.metric().key(),
                    Double.toString((double) one.part() / parts), Double.toString((one.part() + 1.0) / parts), one)));
            lines.add(line(pair, ComparisonMetrics.COST_RATIO.key(), "", pair.costRatio()));
            lines.add(line(pair, ComparisonMetrics.COST_RANK_CORRELATION.key(), "", pair.rank()));
            lines.add(line(pair, ComparisonMetrics.AGREEMENT.key(), "", pair.agreement()));
            for (Similarity state : pair.similarity()) {
                String depth = Double.toString(state.depth());
                lines.add(line(pair, ComparisonMetrics.CKA_DEPTH.key(), depth, state.cka()));
                lines.add(line(pair, ComparisonMetrics.CKA_DEBIASED_DEPTH.key(), depth, state.debiased()));
                lines.add(line(pair, ComparisonMetrics.PROCRUSTES_DEPTH.key(), depth, state.procrustes()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(PairComparison pair, String key, String from, String to, Difference difference) {
        Quantity change = difference.change();
        return cells(pair.first(), pair.second(), key, from, to, cell(difference.first().value()),
                cell(difference.second().value()), cell(change.value()), cell(change.low()), cell(change.high()),
                difference.basis().key(), change.reason());
    }

    /** A quantity of the pair itself: its value is in the column of the difference. */
    private static String line(PairComparison pair, String key, String at, Quantity quantity) {
        return cells(pair.first(), pair.second(), key, at, at, "", "", cell(quantity.value()), cell(quantity.low()),
                cell(quantity.high()), "", quantity.reason());
    }

    private static String cell(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static String cells(String... cells) {
        List<String> quoted = new ArrayList<>();
        for (String cell : cells) {
            quoted.add(cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return String.join(",", quoted);
    }
}
