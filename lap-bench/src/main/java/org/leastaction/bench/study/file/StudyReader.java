package org.leastaction.bench.study.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Presentation.Accuracy;
import org.leastaction.bench.study.Presentation.Rivals;
import org.leastaction.bench.study.Presentation.StudyFigure;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.Study.Measure;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.Study.SeedRule;
import org.leastaction.bench.study.Study.Together;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyCell.Published;
import org.leastaction.bench.study.StudyScale;
import org.leastaction.bench.study.Trainings;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;
import org.leastaction.settings.SettingException;

/** Reads study files. */
public final class StudyReader {

    private static final List<String> KEYS = Stream.concat(
            Stream.of("study", "title", "instances", "seeds", "together", "measure", "prepare", "settings", "rows",
                    "columns"),
            PresentationReader.KEYS.stream())
            .toList();
    private static final List<String> PREPARATION_KEYS = List.of("name", "settings");
    private static final List<String> AXIS_KEYS = List.of("label", "settings");
    private static final List<String> ROW_KEYS = List.of("label", "settings", "published");
    private static final Map<String, Measure> MEASURES = Section.named(Measure.values());
    private static final Map<String, SeedRule> SEEDS = Section.named(SeedRule.values());
    private static final Map<String, Together> TOGETHER = Section.named(Together.values());

    private final Trainings trainings;

    /** @param trainings defines and checks the settings */
    public StudyReader(Trainings trainings) {
        this.trainings = trainings;
    }

    /**
     * Reads and checks a study, without reading any data.
     *
     * @throws InputFileException if anything is wrong, with its line and key
     */
    public Study read(Path file) throws InputFileException {
        return InputFileException.reading(file, () -> study(new Section(file, "", YamlFile.read(file))));
    }

    /**
     * Reads and checks a study that is part of the program.
     *
     * @param name name of the file, for messages
     * @throws InputFileException if anything is wrong, with its line and key
     */
    public Study parse(String name, String text) throws InputFileException {
        return study(new Section(Path.of(name), "", YamlFile.parse(Path.of(name), text)));
    }

    private Study study(Section root) throws InputFileException {
        root.allow(KEYS);
        String name = root.requiredText("study");
        List<Preparation> prepared = prepared(root);
        Section common = root.section("settings");
        common.allow(trainings.keys());
        List<Section> columns = axis(root, "columns", AXIS_KEYS);
        List<Section> rows = axis(root, "rows", ROW_KEYS);
        int instances = root.integer("instances").orElse(1);
        Limit.STUDY_NETWORKS.check(root.file(), (long) rows.size() * columns.size() * Math.max(1, instances),
                "networks (rows × columns × instances)");
        List<StudyCell> cells = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            List<Optional<Published>> published = published(rows.get(row), columns.size());
            for (int column = 0; column < columns.size(); column++) {
                Section settings = common
                        .under(settings(columns.get(column)))
                        .under(settings(rows.get(row)));
                Optional<Published> here = published.isEmpty() ? Optional.empty() : published.get(column);
                StudyCell cell = new StudyCell(row, column, texts(settings), here);
                check(settings, cell);
                checkEncoder(settings, cell, prepared);
                cells.add(cell);
            }
        }
        String title = root.text("title").orElse(name);
        Measure measure = root.choice("measure", MEASURES).orElse(Measure.TRAINING);
        SeedRule seeds = root.choice("seeds", SEEDS).orElse(SeedRule.HASHED);
        Together together = root.choice("together", TOGETHER).orElse(Together.CELL);
        Presentation shown = PresentationReader.read(root);
        List<String> rowLabels = labels(rows);
        List<String> columnLabels = labels(columns);
        return root.make(instances < 1 ? "instances" : "study", () -> new Study(
                name, title, instances, seeds, together, measure, prepared, rowLabels, columnLabels, cells,
                StudyScale.WHOLE,
                shown));
    }

    private List<Preparation> prepared(Section root) throws InputFileException {
        List<Preparation> prepared = new ArrayList<>();
        for (Section entry : root.sections("prepare")) {
            entry.allow(PREPARATION_KEYS);
            String name = entry.requiredText("name");
            Section settings = settings(entry);
            Map<String, String> texts = texts(settings);
            Preparation preparation = entry.make("name", () -> new Preparation(name, texts));
            try {
                trainings.check(preparation);
            } catch (IllegalArgumentException unfit) {
                throw unfit(settings, unfit);
            }
            prepared.add(preparation);
        }
        return prepared;
    }

    private static List<Section> axis(Section root, String key, List<String> keys) throws InputFileException {
        List<Section> entries = root.sections(key);
        if (entries.isEmpty()) {
            throw root.wrong(key, "needs at least one entry with a label");
        }
        Set<String> labels = new HashSet<>();
        for (Section entry : entries) {
            entry.allow(keys);
            if (!labels.add(entry.requiredText("label"))) {
                throw entry.wrong("label", "is there twice: '" + entry.requiredText("label") + "'");
            }
        }
        return entries;
    }

    private Section settings(Section axisEntry) throws InputFileException {
        Section settings = axisEntry.section("settings");
        settings.allow(trainings.keys());
        return settings;
    }

    private static List<String> labels(List<Section> entries) throws InputFileException {
        List<String> labels = new ArrayList<>();
        for (Section entry : entries) {
            labels.add(entry.requiredText("label"));
        }
        return labels;
    }

    private static List<Optional<Published>> published(Section row, int columns) throws InputFileException {
        List<List<Double>> lists = row.numberLists("published");
        if (lists.isEmpty()) {
            return List.of();
        }
        if (lists.size() != columns) {
            throw row.wrong("published", "has " + lists.size() + " cells, and there are " + columns + " columns");
        }
        List<Optional<Published>> published = new ArrayList<>();
        for (List<Double> cell : lists) {
            if (cell.size() != 3 && !cell.isEmpty()) {
                throw row.wrong("published", "needs [mean, low, high] for every column, or [] where there is none");
            }
            published.add(cell.isEmpty()
                    ? Optional.empty()
                    : Optional.of(row.make("published", () -> Published.of(cell.get(0), cell.get(1), cell.get(2)))));
        }
        return published;
    }

    private static Map<String, String> texts(Section settings) throws InputFileException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : settings.mapping().entries().keySet()) {
            texts.put(key, settings.words(key));
        }
        return texts;
    }

    private void check(Section settings, StudyCell cell) throws InputFileException {
        try {
            trainings.check(cell);
        } catch (IllegalArgumentException unfit) {
            throw unfit(settings, unfit);
        }
    }

    /** Reports the error at the line of the setting that caused it, if it is a single one. */
    private static InputFileException unfit(Section settings, IllegalArgumentException unfit) {
        String key = unfit instanceof SettingException of ? of.key() : "";
        return settings.unfit(key, Messages.of(unfit));
    }

    private static void checkEncoder(Section settings, StudyCell cell, List<Preparation> prepared)
            throws InputFileException {
        String named = cell.settings().get(Preparation.ENCODER);
        if (named == null || prepared.stream().anyMatch(one -> one.name().equals(named))
                || Files.exists(Path.of(named))) {
            return;
        }
        String known = prepared.isEmpty()
                ? "the study prepares none"
                : "prepared is " + prepared.stream().map(Preparation::name).collect(Collectors.joining(", "));
        throw settings.wrong(Preparation.ENCODER, "is '" + named + "', which is no folder, and " + known);
    }

    /** Reads the presentation of the results from a study file. */
    private static final class PresentationReader {

        /** The keys that it reads. */
        static final List<String> KEYS = List.of("accuracy", "best-of", "figures", "notes");

        private static final Map<String, Accuracy> ACCURACIES = Section.named(Accuracy.values());
        private static final Map<String, Rivals> RIVALS = Section.named(Rivals.values());
        private static final Map<String, StudyFigure> FIGURES = Section.named(StudyFigure.values());

        private PresentationReader() {}

        static Presentation read(Section root) throws InputFileException {
            Presentation usual = Presentation.defaults();
            Accuracy accuracy = root.choice("accuracy", ACCURACIES).orElse(usual.accuracy());
            Rivals rivals = root.choice("best-of", RIVALS).orElse(usual.rivals());
            List<StudyFigure> figures = root.choices("figures", FIGURES);
            List<String> notes = root.texts("notes");
            return root.make("figures", () -> new Presentation(accuracy, rivals, figures, notes));
        }
    }
}
