package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.data.DataSet;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.TrainingRun;

/** Turns the settings of a cell into data and trainings. */
public interface Trainings {

    /** The keys that settings may have. */
    List<String> keys();

    /**
     * Checks everything that needs no data.
     *
     * @throws IllegalArgumentException if a setting is out of range or contradicts another
     */
    void check(StudyCell cell);

    /**
     * Checks everything that needs no data.
     *
     * @throws IllegalArgumentException if it is no autoencoder, or a setting is out of range or contradicts another
     */
    void check(Preparation preparation);

    /**
     * The data of one instance, or of a preparation.
     *
     * @throws IOException if they are unknown, missing, damaged or too few
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
}
