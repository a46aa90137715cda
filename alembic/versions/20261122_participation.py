"""Who lives there, what was measured of who took part, and what people said about taking part."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0005_participation'
down_revision = '0004_confirming'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('indicator',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text_nl', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('text_en', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('lowest', sa.Integer(), nullable=False),
    sa.Column('highest', sa.Integer(), nullable=False),
    sa.Column('lowest_nl', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('lowest_en', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('highest_nl', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('highest_en', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('target', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_indicator_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    sa.UniqueConstraint('dialogue_id', 'position', name=op.f('uq_indicator_dialogue_id_position'))
    )
    op.create_table('measured_participation',
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('cost_ms', sa.Integer(), nullable=False),
    sa.Column('measured_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_measured_participation_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('dialogue_id', name=op.f('pk_measured_participation'))
    )
    op.create_table('population',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('file', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('uploaded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_population_account_id_account')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_population_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_population')),
    sa.UniqueConstraint('dialogue_id', 'revision', name=op.f('uq_population_dialogue_id_revision'))
    )
    op.create_table('closing_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('moment', sa.Enum('before', 'after_rounds', 'after_answer', name='moment', native_enum=False, length=32), nullable=False),
    sa.Column('scale', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_closing_answer_dialogue_id_dialogue')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_closing_answer_participant_id_participant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing_answer')),
    sa.UniqueConstraint('participant_id', 'moment', 'scale', 'revision', name=op.f('uq_closing_answer_participant_id_moment_scale_revision'))
    )
    with op.batch_alter_table('closing_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_answer_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('indicator_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('moment', sa.Enum('before', 'after_rounds', 'after_answer', name='moment', native_enum=False, length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_answer_indicator_id_indicator')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_indicator_answer_participant_id_participant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_answer')),
    sa.UniqueConstraint('indicator_id', 'participant_id', 'moment', 'revision', name=op.f('uq_indicator_answer_indicator_id_participant_id_moment_revision'))
    )
    with op.batch_alter_table('indicator_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_answer_participant_id'), ['participant_id'], unique=False)

    with op.batch_alter_table('chamber', schema=None) as batch_op:
        batch_op.add_column(sa.Column('helix', sa.Enum('society', 'government', 'practice', 'knowledge', name='helix', native_enum=False, length=32), nullable=True))

    with op.batch_alter_table('dialogue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asks_collective', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('closing_questions', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('groups', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('collective', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False, server_default=''))



def downgrade() -> None:
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_column('collective')
        batch_op.drop_column('channel')

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_column('groups')

    with op.batch_alter_table('dialogue', schema=None) as batch_op:
        batch_op.drop_column('closing_questions')
        batch_op.drop_column('asks_collective')

    with op.batch_alter_table('chamber', schema=None) as batch_op:
        batch_op.drop_column('helix')

    with op.batch_alter_table('indicator_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicator_answer_participant_id'))

    op.drop_table('indicator_answer')
    with op.batch_alter_table('closing_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closing_answer_dialogue_id'))

    op.drop_table('closing_answer')
    op.drop_table('population')
    op.drop_table('measured_participation')
    op.drop_table('indicator')
