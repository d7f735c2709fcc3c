package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.data.DataSet;
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
     * Checks that every cell to be trained and every preparation can be trained.
     *
     * @return the estimated cost of training one network of a cell, in relation to others of the study
     * @throws BadInput    if a network does not fit its data, or an autoencoder not its network
     * @throws IOException if data are unknown, missing, damaged or too few
     */
    ToDoubleFunction<StudyCell> require(Study study, Predicate<StudyCell> wanted, FlowBackend backend)
            throws IOException {
        Map<String, AutoencoderSpec> prepared = prepared(study, backend);
        Map<Map<String, String>, Double> costs = new HashMap<>();
        for (StudyCell cell : study.cells()) {
            Map<String, String> fitting = trainings.fitting(cell);
            if (wanted.test(cell) && !costs.containsKey(fitting)) {
                costs.put(fitting, require(study, cell, prepared));
            }
        }
        return cell -> trainings.epochs(cell.settings()) * costs.getOrDefault(trainings.fitting(cell), 0.0);
    }

    private Map<String, AutoencoderSpec> prepared(Study study, FlowBackend backend) throws IOException {
        Map<String, AutoencoderSpec> prepared = new HashMap<>();
        for (Preparation preparation : study.prepared()) {
            if (backend.autoencoderTrainer().isEmpty()) {
                throw new BadInput(file + ": the backend " + backend.id() + " trains no autoencoders, but '"
                        + preparation.name() + "' is one");
            }
            try {
                DataSet data = trainings.data(preparation.settings(), 0);
                prepared.put(preparation.name(), trainings.autoencoder(preparation, data, 0).network());
            } catch (IllegalArgumentException unfit) {
                throw new BadInput(file + ": prepare, " + preparation.name() + ": " + unfit.getMessage(), unfit);
            }
        }
        return prepared;
    }

    private double require(Study study, StudyCell cell, Map<String, AutoencoderSpec> prepared) throws IOException {
        String place =
                file + ": " + study.rows().get(cell.row()) + ", " + study.columns().get(cell.column()) + ": ";
        AutoencoderSpec encoder = prepared.get(cell.settings().get(Preparation.ENCODER));
        try {
            DataSet data = trainings.data(cell.settings(), 0);
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
