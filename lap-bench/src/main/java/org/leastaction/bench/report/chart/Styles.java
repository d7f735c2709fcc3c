package org.leastaction.bench.report.chart;

import java.awt.Color;
import java.awt.Shape;
import java.awt.Stroke;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.ObjectiveRecord;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.report.page.Palette;

/**
 * The styles of a comparison's methods: vanilla, fixed and LAP are the same in every report, others are assigned in
 * order.
 */
public final class Styles {

    private static final List<String> FAMILIAR = List.of("vanilla", "fixed", "lap");

    private final Map<String, Integer> places;

    private Styles(Map<String, Integer> places) {
        this.places = places;
    }

    public static Styles of(Comparison comparison) {
        Map<String, Integer> places = new LinkedHashMap<>();
        int next = FAMILIAR.size();
        for (String method : comparison.methods()) {
            int familiar = FAMILIAR.indexOf(objective(comparison, method));
            if (comparison.methods().size() == 1 && familiar < 0) {
                familiar = 0;
            }
            places.put(method, familiar >= 0 && !places.containsValue(familiar) ? familiar : next++);
        }
        return new Styles(places);
    }

    /**
     * The styles of lines with these names, in order.
     *
     * @param first index of the first style, to avoid those of other lines nearby
     */
    public static Styles ofNames(int first, List<String> names) {
        Map<String, Integer> places = new LinkedHashMap<>();
        names.forEach(name -> places.put(name, first + places.size()));
        return new Styles(places);
    }

    private int place(String method) {
        return Objects.requireNonNull(places.get(method), method);
    }

    public Color colour(String method) {
        return Palette.method(place(method));
    }

    /** The line of a method; solid if there is only one method. */
    public Stroke line(String method, double width) {
        return Palette.line(places.size() == 1 ? 0 : place(method), width);
    }

    public Shape marker(String method, double radius) {
        return Palette.marker(place(method), radius);
    }

    /** A legend of lines, with markers of the given radius, or without if it is 0; empty for a single method. */
    public Key key(double markerRadius) {
        Key key = new Key();
        if (places.size() > 1) {
            places.keySet().forEach(method -> key.line(method, colour(method), line(method, 1.3),
                    markerRadius > 0 ? marker(method, markerRadius) : null));
        }
        return key;
    }

    /** A legend of markers; empty for a single method. */
    public Key markers(double radius) {
        Key key = new Key();
        if (places.size() > 1) {
            places.keySet().forEach(method -> key.marker(method, marker(method, radius), colour(method), Color.WHITE));
        }
        return key;
    }

    private static String objective(Comparison comparison, String method) {
        return comparison.groups().stream().filter(g -> g.method().equals(method)).map(RunGroup::objective)
                .filter(Objects::nonNull).map(ObjectiveRecord::name).findFirst().orElse("");
    }
}
