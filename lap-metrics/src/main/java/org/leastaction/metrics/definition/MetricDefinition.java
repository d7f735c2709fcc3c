package org.leastaction.metrics.definition;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The declaration of a metric: the source of records, tables, charts, reports and {@code docs/definitions.md}.
 * Immutable.
 *
 * <pre>{@code
 * MetricDefinition gap = MetricDefinition.of("gap", "ot_gap", "gap").symbol("D − W₂²").lessIsBetter()
 *         .formula("G = D − W₂²").unit("length², ≥ 0").caveat("of the samples");
 * }</pre>
 */
public final class MetricDefinition {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");
    /** A heading of at most this many characters stays on one line. */
    private static final int ONE_LINE = 12;

    /** Which values are better. */
    public enum Direction {
        MORE,
        LESS,
        /** Neither: a description, or a number whose best value depends on the question. */
        NEITHER
    }

    /** The number by which two methods are compared. */
    public enum Compared {
        VALUE,
        /** The last number of a list: after all blocks. */
        LAST,
        /** The maximum of a list. */
        MAXIMUM,
        /** Not compared: an error estimate or a duplicate of another metric, which would only weaken the correction. */
        NONE
    }

    private enum Text {
        GROUP, KEY, NAME, SYMBOL, HEADING, MEANING, FORMULA, UNIT, INTERVAL, REFERENCE, COST, CAVEAT
    }

    private final Map<Text, String> texts;
    private final Direction direction;
    private final Compared compared;
    private final boolean required;

    private MetricDefinition(Map<Text, String> texts, Direction direction, Compared compared, boolean required) {
        this.texts = texts;
        this.direction = direction;
        this.compared = compared;
        this.required = required;
    }

    /**
     * Starts a declaration: required in its group, compared by its value, neither direction better.
     *
     * @param group the metrics that are measured together, e.g. "gap"
     * @param key   the key in records: lower-case letters, digits and underscores
     * @param name  a readable name of a few words, e.g. "transport cost"
     * @throws IllegalArgumentException if the key has other characters
     */
    public static MetricDefinition of(String group, String key, String name) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("'" + key + "' cannot be the key of a metric: lower-case letters, digits"
                    + " and underscores, and a letter first");
        }
        Map<Text, String> texts = new EnumMap<>(Text.class);
        texts.put(Text.GROUP, Objects.requireNonNull(group, "group"));
        texts.put(Text.KEY, key);
        texts.put(Text.NAME, Objects.requireNonNull(name, "name"));
        return new MetricDefinition(texts, Direction.NEITHER, Compared.VALUE, true);
    }

    public MetricDefinition symbol(String symbol) {
        return with(Text.SYMBOL, symbol);
    }

    /** The heading of a column: the first line, a space, and the second; by default the name, broken in its middle. */
    public MetricDefinition heading(String first, String second) {
        return with(Text.HEADING, first + "\n" + second);
    }

    /** The metric in a few words, for tables of all metrics; the name unless it is given. */
    public MetricDefinition meaning(String meaning) {
        return with(Text.MEANING, meaning);
    }

    public MetricDefinition formula(String formula) {
        return with(Text.FORMULA, formula);
    }

    /** Unit and range, e.g. "length², ≥ 0". */
    public MetricDefinition unit(String unit) {
        return with(Text.UNIT, unit);
    }

    /** The method of the 95 % interval; without one the metric has no interval. */
    public MetricDefinition interval(String interval) {
        return with(Text.INTERVAL, interval);
    }

    public MetricDefinition reference(String reference) {
        return with(Text.REFERENCE, reference);
    }

    /** Operations for n samples of dimension d, in addition to the run of the network. */
    public MetricDefinition cost(String cost) {
        return with(Text.COST, cost);
    }

    public MetricDefinition caveat(String caveat) {
        return with(Text.CAVEAT, caveat);
    }

    public MetricDefinition moreIsBetter() {
        return new MetricDefinition(texts, Direction.MORE, compared, required);
    }

    public MetricDefinition lessIsBetter() {
        return new MetricDefinition(texts, Direction.LESS, compared, required);
    }

    public MetricDefinition compared(Compared newCompared) {
        return new MetricDefinition(texts, direction, newCompared, required);
    }

    /** Omitted from an analysis, without a reason, where it does not apply. */
    public MetricDefinition optional() {
        return new MetricDefinition(texts, direction, compared, false);
    }

    /** The same metric for each class: a list under the key with the suffix {@code _classes}. */
    public MetricDefinition byClass() {
        return split("class", "_classes");
    }

    /** The same metric for each segment: a list under the key with the suffix {@code _segments}. */
    public MetricDefinition bySegment() {
        return split("segment", "_segments");
    }

    private MetricDefinition split(String part, String suffix) {
        MetricDefinition split = with(Text.KEY, key() + suffix).with(Text.NAME, name() + " by " + part)
                .with(Text.HEADING, String.join("\n", heading()))
                .formula("`" + key() + "` of each " + part).interval("").reference("").cost("").caveat("").optional();
        return split.meaning(meaning() + ", by " + part);
    }

    private MetricDefinition with(Text text, String value) {
        Map<Text, String> changed = new EnumMap<>(texts);
        changed.put(text, Objects.requireNonNull(value, text.name()));
        return new MetricDefinition(changed, direction, compared, required);
    }

    private String text(Text text) {
        return texts.getOrDefault(text, "");
    }

    public String group() {
        return text(Text.GROUP);
    }

    public String key() {
        return text(Text.KEY);
    }

    public String name() {
        return text(Text.NAME);
    }

    /** Empty if the metric has none. */
    public String symbol() {
        return text(Text.SYMBOL);
    }

    /** Name and symbol, for the axis of a chart; the name alone if it ends with the symbol. */
    public String label() {
        return symbol().isEmpty() || name().endsWith(symbol()) ? name() : name() + " " + symbol();
    }

    /** The heading of a column: two lines, of which the second may be empty. */
    public List<String> heading() {
        String given = texts.getOrDefault(Text.HEADING, name());
        int end = given.indexOf('\n');
        if (end < 0 && given.length() > ONE_LINE) {
            int middle = given.length() / 2;
            int before = given.lastIndexOf(' ', middle);
            int after = given.indexOf(' ', middle);
            end = before < 0 || (after >= 0 && after - middle < middle - before) ? after : before;
        }
        return end < 0 ? List.of(given, "") : List.of(given.substring(0, end), given.substring(end + 1));
    }

    public String meaning() {
        return texts.getOrDefault(Text.MEANING, name());
    }

    public String formula() {
        return text(Text.FORMULA);
    }

    public String unit() {
        return text(Text.UNIT);
    }

    public String interval() {
        return text(Text.INTERVAL);
    }

    public String reference() {
        return text(Text.REFERENCE);
    }

    public String cost() {
        return text(Text.COST);
    }

    public String caveat() {
        return text(Text.CAVEAT);
    }

    public Direction direction() {
        return direction;
    }

    public Compared compared() {
        return compared;
    }

    /** Whether an analysis of the group has the key always: with a value, or with the reason why there is none. */
    public boolean isRequired() {
        return required;
    }

    @Override
    public String toString() {
        return key();
    }
}
