package org.leastaction.bench.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Networks that can be compared because they share data, architecture and training, grouped by method × initialisation.
 *
 * @param setting what they share
 * @param groups  by initialisation, then objective
 */
public record Comparison(SharedSetting setting, List<RunGroup> groups) {

    public Comparison {
        Objects.requireNonNull(setting, "setting");
        groups = List.copyOf(groups);
    }

    /**
     * The common properties of the networks of a comparison; unknown ones are null.
     *
     * @param samples number of points measured; 0 if none
     */
    public record SharedSetting(
            RunRecord.@Nullable Data data,
            RunRecord.@Nullable Model model,
            @Nullable Integer epochs,
            @Nullable Integer batch,
            RunRecord.@Nullable Optimiser optimiser,
            int samples) {

        static SharedSetting of(RunRecord record) {
            RunRecord.Training training = record.training();
            return new SharedSetting(
                    withoutHash(record.data()),
                    record.model(),
                    training == null ? null : (Integer) training.epochs(),
                    training == null ? null : (Integer) training.batch(),
                    training == null ? null : training.optimiser(),
                    record.analysis() == null ? 0 : record.analysis().samples());
        }

        /** Different seeds may draw different points of the same set, so hashes differ within a comparison. */
        private static RunRecord.@Nullable Data withoutHash(RunRecord.@Nullable Data data) {
            return data == null ? null : new RunRecord.Data(data.name(), data.trainSize(), data.testSize(), null);
        }
    }

    /** Groups records into comparisons, in the order of the first appearance of their settings. */
    public static List<Comparison> of(List<RunRecord> records) {
        Map<SharedSetting, List<RunRecord>> bySetting = records.stream()
                .collect(Collectors.groupingBy(SharedSetting::of, LinkedHashMap::new, Collectors.toList()));
        return bySetting.entrySet().stream().map(e -> new Comparison(e.getKey(), groups(e.getValue()))).toList();
    }

    /** All networks by group and seed, including diverged ones. */
    public List<RunRecord> records() {
        return groups.stream().flatMap(g -> Stream.concat(g.runs().stream(), g.diverged().stream())).toList();
    }

    /** The initialisations, in order; null where one is unknown. */
    public List<RunRecord.Initialisation> initialisations() {
        return new ArrayList<>(groups.stream().map(RunGroup::initialisation)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** The labels of the objectives, in order. */
    public List<String> methods() {
        return groups.stream().sorted(Comparator.comparing(RunGroup::objective, OBJECTIVES))
                .map(RunGroup::method).distinct().toList();
    }

    /** The groups of one initialisation, in order of objectives. */
    public List<RunGroup> groups(RunRecord.@Nullable Initialisation initialisation) {
        return groups.stream().filter(g -> Objects.equals(g.initialisation(), initialisation)).toList();
    }

    private record Key(
            RunRecord.@Nullable Initialisation initialisation, @Nullable ObjectiveRecord objective) {}

    private static List<RunGroup> groups(List<RunRecord> records) {
        Map<Key, List<RunRecord>> byKey = records.stream().sorted(SEEDS)
                .collect(Collectors.groupingBy(r -> new Key(r.initialisation(), r.objective())));
        List<ObjectiveRecord> objectives = byKey.keySet().stream().map(Key::objective).distinct().toList();
        return byKey.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Key::initialisation, INITIALISATIONS)
                        .thenComparing(Key::objective, OBJECTIVES)))
                .map(e -> new RunGroup(
                        MethodLabel.of(e.getKey().objective(), objectives),
                        e.getKey().objective(),
                        e.getKey().initialisation(),
                        e.getValue().stream().filter(r -> !r.diverged()).toList(),
                        e.getValue().stream().filter(RunRecord::diverged).toList()))
                .toList();
    }

    private static final Comparator<RunRecord> SEEDS = Comparator
            .comparingLong((RunRecord r) -> r.training() == null ? 0 : r.training().seed())
            .thenComparing(RunRecord::id);

    private static final Comparator<RunRecord.Initialisation> INITIALISATIONS = Comparator.nullsLast(Comparator
            .comparingInt((RunRecord.Initialisation i) -> rank(i.scheme(),
                    List.of("orthogonal", "kaiming", "uniform", "normal")))
            .thenComparing(RunRecord.Initialisation::scheme)
            .thenComparingDouble(RunRecord.Initialisation::gain));

    private static final Comparator<ObjectiveRecord> OBJECTIVES = Comparator.nullsLast(Comparator
            .comparingInt((ObjectiveRecord o) -> rank(o.name(), List.of("vanilla", "fixed", "lap", "control")))
            .thenComparing(ObjectiveRecord::name)
            .thenComparing(Comparison::compareParameters));

    /** Orders by the first parameter that differs; an objective without it comes first. */
    private static int compareParameters(ObjectiveRecord one, ObjectiveRecord other) {
        return ObjectiveRecord.keys(List.of(one, other)).stream()
                .mapToInt(key -> PARAMETERS.compare(one.parameter(key), other.parameter(key)))
                .filter(order -> order != 0)
                .findFirst().orElse(0);
    }

    private static final Comparator<Object> PARAMETERS =
            Comparator.nullsFirst((one, other) -> one instanceof Number a && other instanceof Number b
                    ? Double.compare(a.doubleValue(), b.doubleValue())
                    : one.toString().compareTo(other.toString()));

    private static int rank(String name, List<String> order) {
        int index = order.indexOf(name);
        return index < 0 ? order.size() : index;
    }
}
