package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSettings;
import org.leastaction.bench.study.DataSums;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.TrainingRun;

/** Checks a study's data before anything starts: that they exist, are sufficient and fit the networks. */
final class StudyData {

    /** Settings of network families that are widths of their layers. */
    private static final List<String> WIDTHS = List.of("width", "filters");

    private static final Set<String> ENCODER_SETTINGS = Set.of(Preparation.ENCODER, "freeze-encoder");

    private final Path file;
    private final StudyTrainings trainings;

    /** @param file the study's file, for messages */
    StudyData(Path file, StudyTrainings trainings) {
        this.file = file;
        this.trainings = trainings;
    }

    /**
     * What is known about the data of a study.
     *
     * @param cost the estimated cost of training one network of a cell, in relation to others of the study
     * @param sums the sums of the data
     */
    record Known(ToDoubleFunction<StudyCell> cost, DataSums sums) {}

    /**
     * Checks that every cell to be trained and every preparation can be trained.
     *
     * @throws BadInput    if a network does not fit its data, or an autoencoder not its network
     * @throws IOException if data are unknown, missing, damaged or too few
     */
    Known require(Study study, Predicate<StudyCell> wanted, FlowBackend backend)
            throws IOException {
        SortedMap<String, String> sums = new TreeMap<>();
        Map<String, AutoencoderSpec> prepared = prepared(study, backend, sums);
        Map<Map<String, String>, Double> costs = new HashMap<>();
        for (StudyCell cell : study.cells()) {
            Map<String, String> fitting = trainings.fitting(cell);
            if (wanted.test(cell) && !costs.containsKey(fitting)) {
                costs.put(fitting, require(study, cell, prepared, sums));
            }
        }
        return new Known(
                cell -> trainings.epochs(cell.settings()) * costs.getOrDefault(trainings.fitting(cell), 0.0),
                new DataSums(sums));
    }

    private DataSet data(Map<String, String> settings, Map<String, String> sums) throws IOException {
        DataSet data = trainings.data(settings, 0);
        sums.put(DataSettings.words(settings), data.sha256());
        return data;
    }

    private Map<String, AutoencoderSpec> prepared(Study study, FlowBackend backend, Map<String, String> sums)
            throws IOException {
        Map<String, AutoencoderSpec> prepared = new HashMap<>();
        for (Preparation preparation : study.prepared()) {
            if (backend.autoencoderTrainer().isEmpty()) {
                throw new BadInput(file + ": the backend " + backend.id() + " trains no autoencoders, but '"
                        + preparation.name() + "' is one");
            }
            try {
                DataSet data = data(preparation.settings(), sums);
                prepared.put(preparation.name(), trainings.autoencoder(preparation, data, 0).network());
            } catch (IllegalArgumentException unfit) {
                throw new BadInput(file + ": prepare, " + preparation.name() + ": " + unfit.getMessage(), unfit);
            }
        }
        return prepared;
    }

    private double require(
            Study study, StudyCell cell, Map<String, AutoencoderSpec> prepared, Map<String, String> sums)
            throws IOException {
        String place =
                file + ": " + study.rows().get(cell.row()) + ", " + study.columns().get(cell.column()) + ": ";
        AutoencoderSpec encoder = prepared.get(cell.settings().get(Preparation.ENCODER));
        try {
            DataSet data = data(cell.settings(), sums);
            if (encoder == null) {
                return costOfEpoch(trainings.run(cell, data, 0), data);
            }
            TrainingRun run = trainings.run(cell.without(ENCODER_SETTINGS), data, 0);
            encoder.requireFit(run.network());
            return costOfEpoch(run, data);
        } catch (IllegalArgumentException unfit) {
            throw new BadInput(place + unfit.getMessage(), unfit);
        }
    }

    /** Points × blocks × inputs × the square of the width, which is what convolutions and products cost. */
    private static double costOfEpoch(TrainingRun run, DataSet data) {
        double width = WIDTHS.stream().map(run.network().settings().toJson()::get)
                .filter(Number.class::isInstance).mapToDouble(value -> ((Number) value).doubleValue())
                .findFirst().orElse(1);
        return (double) data.train().size() * run.network().blocks() * run.network().inputDimension() * width * width;
    }
}
