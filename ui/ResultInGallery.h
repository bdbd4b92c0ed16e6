#pragma once

#include <QObject>

namespace calotype::ui {

class Filmstrip;
class ImageView;
class ResultsModel;
class WindowPages;

/// The result that the user is at is a picture of the gallery too: what is known of it and can be done with it there is so
/// here, and one that goes to the trash goes from the results.
class ResultInGallery final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        ResultsModel &results;
        Filmstrip &filmstrip;
        ImageView &view;
        WindowPages &pages;
    };

    explicit ResultInGallery(const Parts &parts, QObject *parent = nullptr);

private:
    void addActions();
    void tell();

    Parts m_parts;
};

} // namespace calotype::ui
