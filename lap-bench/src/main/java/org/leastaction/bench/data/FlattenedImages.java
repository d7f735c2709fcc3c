package org.leastaction.bench.data;

import java.util.List;
import org.leastaction.flow.InputNormalisation.ChannelOrder;

/** Images for a model that takes them flattened: neither says whether the rows hold the channels first or last. */
final class FlattenedImages {

    private FlattenedImages() {}

    /**
     * The images of a data set in the order of the model's rows: as the model says, else as the request says, else as the
     * data are, with a remark. Other data, and data for other models, are returned unchanged.
     *
     * @param data with channels last
     * @param own  order of the channels in the files
     */
    static DataSet of(DataSet data, DataRequest request, ChannelOrder own) {
        List<Integer> image = data.test().shape();
        boolean coloured = image.size() > 2 && image.get(image.size() - 1) > 1 && image.get(0) > 1;
        if (request.purpose().inputShape().size() != 1 || !coloured) {
            return data;
        }
        ChannelOrder order = request.purpose().channels().or(request::channels).orElse(own);
        DataSet rows = order == ChannelOrder.FIRST ? data.withChannelsFirst() : data;
        return request.purpose().channels().isPresent() || request.channels().isPresent()
                ? rows
                : rows.withRemarks(List.of("the model takes images as rows of " + request.purpose().inputShape().get(0)
                        + " numbers; they hold the channels " + order + ", as the data do (--channels "
                        + (order == ChannelOrder.FIRST ? ChannelOrder.LAST : ChannelOrder.FIRST) + " changes that)"));
    }
}
