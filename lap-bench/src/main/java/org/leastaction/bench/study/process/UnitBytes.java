package org.leastaction.bench.study.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.leastaction.bench.study.Study.SeedRule;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.WorkUnit;

/** Units of work as JSON in UTF-8, without the published values of their cells. */
public final class UnitBytes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private UnitBytes() {}

    private record Unit(List<Cell> cells, List<Instance> instances, Set<String> missing) {}

    private record Cell(int row, int column, Map<String, String> settings) {}

    /** @param cell index of its cell in the unit */
    private record Instance(String study, int cell, int index, String rule) {}

    /** A unit as bytes. */
    public static byte[] of(WorkUnit unit) {
        Map<StudyCell, Integer> numbers = new LinkedHashMap<>();
        List<Instance> instances = new ArrayList<>();
        for (StudyInstance instance : unit.instances()) {
            Integer number = numbers.computeIfAbsent(instance.cell(), cell -> numbers.size());
            instances.add(new Instance(instance.study(), number, instance.index(), instance.rule().name()));
        }
        List<Cell> cells = numbers.keySet().stream()
                .map(cell -> new Cell(cell.row(), cell.column(), cell.settings())).toList();
        try {
            return JSON.writeValueAsBytes(new Unit(cells, instances, new TreeSet<>(unit.missing())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a unit of plain values always has a JSON form", impossible);
        }
    }

    /** @throws IOException if the bytes are not a unit */
    public static WorkUnit read(byte[] bytes) throws IOException {
        Unit unit = JSON.readValue(bytes, Unit.class);
        List<StudyCell> cells = unit.cells().stream()
                .map(cell -> new StudyCell(cell.row(), cell.column(), cell.settings(), Optional.empty())).toList();
        List<StudyInstance> instances = unit.instances().stream()
                .map(one -> new StudyInstance(one.study(), cells.get(one.cell()), one.index(),
                        SeedRule.valueOf(one.rule())))
                .toList();
        return new WorkUnit(instances, unit.missing());
    }

    /** One unit with the first instance of every cell of some units that has settings of its own, for a check. */
    public static byte[] sample(List<WorkUnit> units) {
        Map<Map<String, String>, StudyInstance> different = new LinkedHashMap<>();
        units.forEach(unit -> unit.instances()
                .forEach(instance -> different.putIfAbsent(instance.cell().settings(), instance)));
        List<StudyInstance> instances = List.copyOf(different.values());
        return of(new WorkUnit(instances, Set.of(instances.get(0).id())));
    }
}
