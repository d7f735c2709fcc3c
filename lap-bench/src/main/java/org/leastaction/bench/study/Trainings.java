package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.training.Run;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.TrainingRun;

/** Converts the settings of a cell to data and trainings. */
public interface Trainings {

    /** The allowed keys of settings. */
    List<String> keys();

    /**
     * Checks everything that can be checked without data.
     *
     * @throws IllegalArgumentException if a setting is out of range or contradicts another
     */
    void check(StudyCell cell);

    /**
     * Checks everything that can be checked without data.
     *
     * @throws IllegalArgumentException if it is not an autoencoder, or a setting is out of range or contradicts another
     */
    void check(Preparation preparation);

    /**
     * The data of an instance or a preparation.
     *
     * @throws IOException if the data are unknown, missing, damaged or too few
     */
    DataSet data(Map<String, String> settings, long seed) throws IOException;

    /**
     * The training of an autoencoder.
     *
     * @throws IllegalArgumentException if the settings do not fit the data
     */
    AutoencoderRun autoencoder(Preparation preparation, DataSet data, long seed);

    /**
     * The training of one instance.
     *
     * @throws IllegalArgumentException if the settings do not fit the data
     * @throws IOException   if a file that they name, such as an encoder's, cannot be read
     */
    TrainingRun run(StudyCell cell, DataSet data, long seed) throws IOException;

    /**
     * An instance with its data.
     *
     * @param offset    seed of the whole study
     * @param precision precision of the training steps
     * @throws IllegalArgumentException if the settings do not fit the data
     * @throws IOException              if the data or a file that they name cannot be read
     */
    default Run run(StudyInstance instance, long offset, Precision precision) throws IOException {
        long seed = instance.seed(offset);
        DataSet data = data(instance.cell().settings(), seed);
        return new Run(instance.id(), instance.id(), data, run(instance.cell(), data, seed), precision);
    }
}
