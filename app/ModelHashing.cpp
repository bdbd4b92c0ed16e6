#include "app/ModelHashing.h"

#include "app/ModelHashFile.h"

#include <QMetaObject>

namespace calotype::app {

namespace {

std::string hashOf(models::ModelHashes &hashes, const std::string &path, const std::stop_token &stop)
{
    if (path.empty())
        return {};
    auto hash = hashes.hash(path, stop);
    return hash ? std::move(hash).value() : std::string(); // what cannot be read is told by who loads it
}

} // namespace

ModelHashing::ModelHashing(const ModelSpec &model, QObject *parent)
    : QObject(parent)
    , m_hashes(modelHashFile())
{
    m_thread = std::jthread([this, path = model.path, vaePath = model.vaePath](const std::stop_token &stop) {
        const std::string hash = hashOf(m_hashes, path, stop);
        const std::string vaeHash = hashOf(m_hashes, vaePath, stop);
        QMetaObject::invokeMethod(this, [this, hash, vaeHash] { finish(hash, vaeHash); }, Qt::QueuedConnection);
    });
}

void ModelHashing::finish(const std::string &model, const std::string &vae)
{
    m_model = model;
    m_vae = vae;
    m_done = true;
    Q_EMIT done();
}

} // namespace calotype::app
