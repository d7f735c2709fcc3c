package org.leastaction.bench.data.model;

import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.InputNormalisation;

/**
 * The inputs of a model's training, as far as they are known.
 *
 * @param normalisation of pixels or coordinates
 * @param pictures      how pictures were resized and cropped; the colour is left open
 * @param classNames    in numeric order; empty if unknown
 * @param source        what states {@code pictures} and {@code classNames}, for messages: "preprocessor_config.json"
 * @param remarks       sentences about statements that are not used
 */
public record ModelInputs(Optional<InputNormalisation> normalisation, Optional<PictureForm> pictures,
        List<String> classNames, String source, List<String> remarks) {

    public ModelInputs {
        classNames = List.copyOf(classNames);
        remarks = List.copyOf(remarks);
    }

    /** Nothing is known. */
    public static ModelInputs unknown() {
        return new ModelInputs(Optional.empty(), Optional.empty(), List.of(), "", List.of());
    }

    /** The same with another normalisation. */
    public ModelInputs with(InputNormalisation newNormalisation) {
        return new ModelInputs(Optional.of(newNormalisation), pictures, classNames, source, remarks);
    }
}
