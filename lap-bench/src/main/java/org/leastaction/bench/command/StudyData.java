package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.study.Preparation;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.TrainingRun;

/** Checks a study's data before anything starts: that they exist, are sufficient and fit the networks. */
final class StudyData {

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
     * @throws BadInput    if a network does not fit its data, or an autoencoder not its network
     * @throws IOException if data are unknown, missing, damaged or too few
     */
    void require(Study study, Predicate<StudyCell> wanted, FlowBackend backend) throws IOException {
        Map<String, AutoencoderSpec> prepared = prepared(study, backend);
        Set<Map<String, String>> seen = new HashSet<>();
        for (StudyCell cell : study.cells()) {
            if (wanted.test(cell) && seen.add(trainings.fitting(cell))) {
                require(study, cell, prepared);
            }
        }
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

    private void require(Study study, StudyCell cell, Map<String, AutoencoderSpec> prepared) throws IOException {
        String place = file + ": " + study.rows().get(cell.row()) + ", " + study.columns().get(cell.column()) + ": ";
        AutoencoderSpec encoder = prepared.get(cell.settings().get(Preparation.ENCODER));
        try {
            DataSet data = trainings.data(cell.settings(), 0);
            if (encoder == null) {
                trainings.run(cell, data, 0);
            } else {
                TrainingRun run = trainings.run(cell.without(ENCODER_SETTINGS), data, 0);
                encoder.requireFit(run.network());
            }
        } catch (IllegalArgumentException unfit) {
            throw new BadInput(place + unfit.getMessage(), unfit);
        }
    }
}
